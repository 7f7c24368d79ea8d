/** What an option or parameter can hold before anything runs. */
export type Constant = number | boolean | string;

export const typeNames = ["int", "float", "bool", "string"] as const;
export type TypeName = (typeof typeNames)[number];

const described: { readonly [K in TypeName]: string } = {
  int: "a whole number",
  float: "a number",
  bool: "`true` or `false`",
  string: "a text",
};

export function describeType(type: TypeName): string {
  return described[type];
}

/** The type a parameter takes from its default when none is written. */
export function typeOf(value: Constant): TypeName {
  if (typeof value === "number") return Number.isInteger(value) ? "int" : "float";
  return typeof value === "boolean" ? "bool" : "string";
}

/** A whole number may stand where any number is asked for. */
export function hasType(value: Constant, type: TypeName): boolean {
  return type === "float" ? typeof value === "number" : typeOf(value) === type;
}

/** A constant as a spec would write it. */
export function show(value: Constant): string {
  return typeof value === "string" ? JSON.stringify(value) : String(value);
}
