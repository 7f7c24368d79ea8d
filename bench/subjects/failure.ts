/** What went wrong, in a line: the first of an error's message. */
export function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return shorten(linesOf(text)[0] ?? "no reason given");
}

/** The line of a process's last words that says most: the first error, or else the last line. Null for silence. */
export function lastWords(text: string): string | null {
  // Where a minified file throws, Node shows all of it.
  const lines = linesOf(text).filter(({ length }) => length < 400);
  const telling = lines.find((line) => /\b\w*(?:Error|error)\b/.test(line)) ?? lines.at(-1);
  return telling === undefined ? null : shorten(telling);
}

const LONGEST = 160;

function linesOf(text: string): readonly string[] {
  return text.split("\n").filter((line) => line.trim() !== "");
}

/** Without the folders of this machine. */
function shorten(line: string): string {
  const plain = line.replaceAll(/(?:file:\/\/)?\/(?:[\w.@+-]+\/)+/g, "").trim();
  return plain.length > LONGEST ? `${plain.slice(0, LONGEST - 1)}…` : plain;
}
