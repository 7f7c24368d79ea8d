/** A path of keys as people read it: `network.nodes[3].options.units`; the document itself is "the document". */
export function jsonPath(keys: readonly (string | number)[]): string {
  if (keys.length === 0) return "the document";
  const text = keys
    .map((key, index) => {
      if (/^\d+$/.test(String(key))) return `[${key}]`;
      if (!/^[A-Za-z_]\w*$/.test(String(key))) return `[${JSON.stringify(key)}]`;
      return index === 0 ? key : `.${key}`;
    })
    .join("");
  return `\`${text}\``;
}

/** The keys of a JSON pointer (RFC 6901), which is how ajv names a place. */
export function pointerKeys(pointer: string): readonly string[] {
  return pointer
    .split("/")
    .slice(1)
    .map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** A value in a few characters. */
export function shown(value: unknown): string {
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === "object" && value !== null) return "an object";
  if (typeof value === "string")
    return `the text ${JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value)}`;
  return String(value);
}
