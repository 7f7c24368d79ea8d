import type { JsonSchema } from "./schema/json-schema.ts";
import type { SchemaWalk } from "./schema/schema-walk.ts";

/** Where the keys of an object come first; the others follow alphabetically. */
export interface KeyOrder {
  readonly walk: SchemaWalk;
  readonly schema: JsonSchema;
}

const WIDTH = 100;

/**
 * JSON text that depends on the value alone, never on the order in which its keys were set. Short lists and
 * objects stand on one line. Absent (`undefined`) properties are left out; -0 keeps its sign.
 *
 * Throws on a number that is not finite: JSON has none, and a model with one is our own mistake.
 */
export function printJson(value: unknown, order?: KeyOrder, indent = ""): string {
  if (typeof value === "number") return printNumber(value);
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const inner = `${indent}  `;
  const below = (key: string) => {
    const schema = order?.walk.child(order.schema, value, key);
    return schema && order ? { walk: order.walk, schema } : undefined;
  };
  const [open, close, parts] = Array.isArray(value)
    ? ["[", "]", value.map((element, index) => printJson(element, below(String(index)), inner))]
    : [
        "{",
        "}",
        keysOf(value, order).map(
          (key) =>
            `${JSON.stringify(key)}: ${printJson((value as Record<string, unknown>)[key], below(key), inner)}`,
        ),
      ];
  const line = `${open}${parts.join(", ")}${close}`;
  if (line.length <= WIDTH && !line.includes("\n")) return line;
  return `${open}\n${inner}${parts.join(`,\n${inner}`)}\n${indent}${close}`;
}

/** Whether two values print alike. */
export function sameJson(a: unknown, b: unknown): boolean {
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return Object.is(a, b);
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const [p, q] = [a, b] as [Record<string, unknown>, Record<string, unknown>];
  return [...Object.keys(p), ...Object.keys(q)].every((key) => sameJson(p[key], q[key]));
}

function printNumber(value: number): string {
  if (!Number.isFinite(value)) throw new Error(`JSON has no number ${value}`);
  return Object.is(value, -0) ? "-0" : String(value);
}

function keysOf(value: object, order: KeyOrder | undefined): readonly string[] {
  const first = order === undefined ? [] : Object.keys(order.walk.properties(order.schema, value));
  const rank = new Map(first.map((key, index) => [key, index]));
  const position = (key: string) => rank.get(key) ?? first.length;
  return Object.keys(value)
    .filter((key) => (value as Record<string, unknown>)[key] !== undefined)
    .sort((a, b) => position(a) - position(b) || (a < b ? -1 : 1));
}
