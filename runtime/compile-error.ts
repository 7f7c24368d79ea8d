import { type Diagnostic, renderDiagnostic, type Source } from "../grammar/index.ts";

/** A spec or its data has errors. The message is the rendered text; the diagnostics say the same to a program. */
export class CompileError extends Error {
  constructor(
    readonly diagnostics: readonly Diagnostic[],
    readonly sources: ReadonlyMap<string, Source>,
  ) {
    const errors = diagnostics.filter(({ severity }) => severity === "error");
    super(errors.map((diagnostic) => renderDiagnostic(diagnostic, sources)).join("\n\n"));
    this.name = "CompileError";
  }
}

/** Training or evaluation met a number that is not finite. The message is the rendered text. */
export class DivergedError extends Error {
  constructor(readonly diagnostic: Diagnostic) {
    super(renderDiagnostic(diagnostic, new Map()));
    this.name = "DivergedError";
  }
}
