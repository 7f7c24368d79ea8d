import type { Span } from "../../grammar/source.ts";
import { Collector } from "../diagnostics/collector.ts";
import type { Origin } from "../ir/model.ts";
import type { ParamValues } from "./evaluate-params.ts";
import type { LoadedSpec } from "./load-spec.ts";

/** What every stage of one check shares. */
export class Session {
  readonly faults = new Collector();

  constructor(
    private readonly spec: LoadedSpec,
    readonly params: ParamValues,
  ) {}

  /** The text of a node on one line, for messages. */
  written({ span }: { readonly span: Span }): string {
    const text = this.spec.files.get(span.file)?.source.text.slice(span.start, span.end) ?? "";
    const line = text.replace(/\s+/g, " ");
    return line.length <= 60 ? line : `${line.slice(0, 57)}…`;
  }

  origin({ span }: { readonly span: Span }): Origin {
    const position = this.spec.files.get(span.file)?.source.position(span.start);
    return { file: span.file, line: position?.line ?? 1, column: position?.column ?? 1 };
  }
}
