import type { ProfiledSpan } from "./profile.ts";

/**
 * The spans as chrome://tracing, Perfetto and the browsers' own tools open them. Source: the Trace Event Format's
 * complete events; times in microseconds.
 */
export function chromeTrace(spans: readonly ProfiledSpan[]): string {
  const origin = Math.min(...spans.map(({ begin }) => begin), Number.POSITIVE_INFINITY);
  const traceEvents = spans.map(({ op, origin: place, begin, end, operations, bytes, round }) => ({
    name: place === "" ? op : `${place} (${op})`,
    cat: op,
    ph: "X",
    ts: 1000 * (begin - origin),
    dur: 1000 * (end - begin),
    pid: 1,
    tid: 1,
    args: { step: round, operations, bytes },
  }));
  return JSON.stringify({ traceEvents, displayTimeUnit: "ms" });
}
