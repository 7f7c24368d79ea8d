/** The first line of what went wrong, without the folders of this machine. */
export function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return shorten(text.split("\n").find((line) => line.trim() !== "") ?? "no reason given");
}

const LONGEST = 160;

export function shorten(line: string): string {
  const plain = line.replaceAll(/(?:file:\/\/)?\/(?:[\w.@+-]+\/)+/g, "").trim();
  return plain.length > LONGEST ? `${plain.slice(0, LONGEST - 1)}…` : plain;
}
