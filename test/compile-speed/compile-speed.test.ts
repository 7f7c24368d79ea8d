/** The compiler's own speed: a spec of a thousand layers is compiled while one waits, and ten times the layers take ten times as long. */
import { expect, test } from "vitest";
import { largeBlockSpec, largeSpec } from "./large-spec.ts";
import { sourceToPlan } from "./source-to-plan.ts";

const RULES = 200;

/** The least milliseconds of the processor in some runs, which other work on the machine hardly lengthens. */
async function leastTime(text: string, runs: number): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run < runs; run++) {
    const start = process.cpuUsage();
    expect((await sourceToPlan(text)).plan).not.toBeNull();
    times.push(process.cpuUsage(start).user / 1000);
  }
  return Math.min(...times);
}

const shapes = [
  ["named layers", largeSpec],
  ["repeated blocks", largeBlockSpec],
] as const;

test.each(shapes)(
  "a thousand layers and two hundred rules become a plan within seconds: %s",
  async (_, spec) => {
    // A tenth of it on a machine that does nothing else.
    expect(await leastTime(spec(1000, RULES), 2)).toBeLessThan(5000);
  },
);

test.each(shapes)("eight times the layers take about eight times as long: %s", async (_, spec) => {
  const few = await leastTime(spec(250, RULES), 4);
  const many = await leastTime(spec(2000, RULES), 2);
  // What grows with the square of the layers takes 64 times as long; more memory costs something, too.
  expect(many / few).toBeLessThan(8 * 3);
});
