/**
 * Diagnostics are values: collected, returned and rendered; thrown only for our own bugs. Every room of the
 * house declares its messages once, in a catalogue; call sites pass a code and typed slots, never prose.
 */
import type { Span } from "./source.ts";

export type Severity = "error" | "warning" | "note";

/** A second place that takes part in the fault, with a few words on its part. */
export interface Label {
  readonly span: Span;
  readonly text: string;
}

export interface Diagnostic {
  /** Stable, kebab-case; the documentation page is `docs/diagnostics.md#<code>`. */
  readonly code: string;
  readonly severity: Severity;
  /** What is wrong, as one clause: it starts small and ends without a full stop, as does the hint. */
  readonly message: string;
  /** Where; null when the fault lies in no source text (a data file, a document given as JSON). */
  readonly span: Span | null;
  readonly labels: readonly Label[];
  /** What was probably meant, or what to do. */
  readonly hint?: string;
}

/** How one code is declared: its words are functions of typed slots. */
export interface MessageDefinition<Slots> {
  readonly severity: Severity;
  readonly message: (slots: Slots) => string;
  readonly hint?: (slots: Slots) => string | undefined;
  /** A paragraph for the documentation page: why this is refused or reported, and what to do. */
  readonly explanation: string;
}

/** Fixes the slots' type of one message; `message<{ name: string }>({ … })`. */
export function message<Slots>(definition: MessageDefinition<Slots>): MessageDefinition<Slots> {
  return definition;
}

/** Messages of different slots: a function of any slots may stand for one of `never`. */
export type Catalogue = Readonly<Record<string, MessageDefinition<never>>>;

type SlotsOf<D> = D extends MessageDefinition<infer Slots> ? Slots : never;

/** Makes the one function through which a room reports: typed by its catalogue. */
export function reporterFor<C extends Catalogue>(catalogue: C) {
  return function diagnose<K extends keyof C & string>(
    code: K,
    slots: SlotsOf<C[K]>,
    span: Span | null,
    labels: readonly Label[] = [],
  ): Diagnostic {
    const definition = catalogue[code] as unknown as MessageDefinition<SlotsOf<C[K]>>;
    const hint = definition.hint?.(slots);
    return {
      code,
      severity: definition.severity,
      message: definition.message(slots),
      span,
      labels,
      ...(hint === undefined ? {} : { hint }),
    };
  };
}

export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((diagnostic) => diagnostic.severity === "error");
}
