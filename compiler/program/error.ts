/** A fault of the compiler itself: a program that breaks its own rules. A user's mistake never comes this far. */
export class ProgramError extends Error {
  override readonly name = "ProgramError";

  /** @param where the primitive, pass or rule that found the fault */
  constructor(
    readonly where: string,
    readonly fault: string,
  ) {
    super(`${where}: ${fault}`);
  }
}

/** Throws `ProgramError` unless `holds`. */
export function demand(holds: boolean, where: string, fault: () => string): asserts holds {
  if (!holds) throw new ProgramError(where, fault());
}
