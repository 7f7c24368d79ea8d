import type { Diagnostic, Label, MessageDefinition } from "../../grammar/diagnostic.ts";
import type { Span } from "../../grammar/source.ts";
import { type CompilerCode, type compilerMessages, diagnose } from "./catalogue.ts";

type SlotsOf<K extends CompilerCode> =
  (typeof compilerMessages)[K] extends MessageDefinition<infer Slots> ? Slots : never;

/** What one check found, in the order it was found. */
export class Collector {
  readonly diagnostics: Diagnostic[] = [];

  /** Returns undefined, which is what a value in error is: `return faults.report(…)` poisons what depends on it. */
  report<K extends CompilerCode>(
    code: K,
    slots: SlotsOf<K>,
    span: Span | null,
    labels: readonly Label[] = [],
  ): undefined {
    this.diagnostics.push((diagnose as Diagnose)(code, slots, span, labels));
  }
}

/** `diagnose` with its slots looked up by code alone, so that one generic call site type-checks. */
type Diagnose = (
  code: CompilerCode,
  slots: unknown,
  span: Span | null,
  labels: readonly Label[],
) => Diagnostic;
