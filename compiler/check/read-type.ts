import type { Identifier } from "../../grammar/syntax.ts";
import { type TypeName, typeNames } from "./constant.ts";
import type { Session } from "./session.ts";

/** The type that is written after the colon of a parameter. */
export function readType(name: Identifier, session: Session): TypeName | undefined {
  const type = typeNames.find((known) => known === name.text);
  return type ?? session.faults.report("unknown-type", { name: name.text, known: typeNames }, name.span);
}
