/** What JavaScript calls the type of a value, by its tag: arrays of another frame or context are none of this one's. */
export function typeName(value: unknown): string {
  return Object.prototype.toString.call(value).slice("[object ".length, -1);
}

/** For messages to callers without types: `undefined`, `an Array`, `a String`. */
export function describeType(value: unknown): string {
  return value === null || value === undefined ? String(value) : withArticle(typeName(value));
}

export function withArticle(name: string): string {
  return `${/^(?!Ui)[AEIOU]/.test(name) ? "an" : "a"} ${name}`;
}
