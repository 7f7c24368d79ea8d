import { describeType, typeName } from "./type-name.ts";

/** What to do instead, by the name of the type that is given. */
export type Hints = Readonly<Record<string, string>>;

/** For arguments that TypeScript would refuse. */
export function wrongType(method: string, takes: string, given: unknown, hints: Hints = {}): TypeError {
  const hint = hints[typeName(given)];
  return new TypeError(
    `${method} takes ${takes}, and is given ${describeType(given)}${hint === undefined ? "" : `: ${hint}`}`,
  );
}
