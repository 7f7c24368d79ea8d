import { typeName } from "./type-name.ts";
import { type Hints, wrongType } from "./wrong-type.ts";

/**
 * Holds what should be an object of named things against what callers without types may give.
 *
 * @param takes what it is to the method, for the message
 * @throws TypeError for everything else: a list, a Map, a text, null
 */
export function checkRecord(method: string, takes: string, given: unknown, hints: Hints = {}): void {
  if (typeName(given) !== "Object") throw wrongType(method, takes, given, hints);
}
