/** What number and string tokens mean. */

const numberForm = /^(?:\d+(?:_\d+)*(?:\.(?:\d+(?:_\d+)*)?)?|\.\d+(?:_\d+)*)(?:[eE][+-]?\d+)?%?$/;

/** The value of a number as written; null when it is malformed or not finite. */
export function numberValue(text: string): number | null {
  if (!numberForm.test(text)) return null;
  const percent = text.endsWith("%");
  const value = Number(text.replaceAll("_", "").replace("%", ""));
  if (!Number.isFinite(value)) return null;
  return percent ? value / 100 : value;
}

/** What was probably meant by a malformed number, as a hint; undefined when nothing comes to mind. */
export function numberSuggestion(text: string): string | undefined {
  const unit = /^(.*?\d)(epochs?|steps?)$/.exec(text);
  if (unit !== null) return `write \`${unit[1]} ${unit[2]}\`, with a space`;
  if (/^0[xXbBoO]/.test(text)) return "numbers are decimal";
  if (numberForm.test(text)) return "it is too large for a floating-point number";
  return undefined;
}

const escapes: Readonly<Record<string, string | undefined>> = { '"': '"', "\\": "\\", n: "\n", t: "\t" };

/** The text between the quotes, escapes resolved; `bad` is the first escape that means nothing. */
export function textOf(inner: string): { value: string; bad: string | null } {
  let bad: string | null = null;
  const value = inner.replace(
    /\\(?:u\{([^}]*)\}|(.?))/gsu,
    (written, digits: string | undefined, letter: string | undefined) => {
      const resolved = digits === undefined ? escapes[letter ?? ""] : codePoint(digits);
      if (resolved === undefined) bad ??= written;
      return resolved ?? written;
    },
  );
  return { value, bad };
}

function codePoint(digits: string): string | undefined {
  if (!/^[0-9a-fA-F]{1,6}$/.test(digits)) return undefined;
  const code = Number.parseInt(digits, 16);
  return code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
}

/** The other way round: a string literal that means `value`. */
export function quote(value: string): string {
  const escaped = value.replace(/["\\\n\t]|[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu, (character) => {
    if (character === '"' || character === "\\") return `\\${character}`;
    if (character === "\n") return "\\n";
    if (character === "\t") return "\\t";
    return `\\u{${character.codePointAt(0)!.toString(16)}}`;
  });
  return `"${escaped}"`;
}
