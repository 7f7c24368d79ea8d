import { distance } from "fastest-levenshtein";
import { translateName } from "./foreign-names.ts";

/** A swap of neighbours counts as two edits, so words of four letters allow two. */
function allowedEdits(length: number): number {
  return length < 4 ? 1 : Math.max(2, Math.floor(length / 3));
}

/** The known name that was probably meant: few of its letters differ; of those with as few, the one nearest in length. */
export function closestName(name: string, known: Iterable<string>): string | undefined {
  const wanted = name.toLowerCase();
  const near = [...known].flatMap((candidate) => {
    const edits = distance(wanted, candidate.toLowerCase());
    const longer = Math.abs(name.length - candidate.length);
    return edits <= allowedEdits(Math.max(name.length, candidate.length))
      ? [{ candidate, edits, longer }]
      : [];
  });
  return near.sort((a, b) => a.edits - b.edits || a.longer - b.longer)[0]?.candidate;
}

/** A hint: what another framework's name stands for, or the closest name, else all when they are few enough to read. */
export function didYouMean(name: string, known: Iterable<string>): string | undefined {
  const names = [...new Set(known)];
  const closest = translateName(name, names) ?? closestName(name, names);
  if (closest !== undefined) return `did you mean \`${closest}\`?`;
  return names.length === 0 || names.length > 24 ? undefined : `known here: ${quoteAll(names)}`;
}

/** `a`, `b` and `c` */
export function quoteAll(names: readonly string[]): string {
  const quoted = names.map((name) => `\`${name}\``);
  return quoted.length < 2
    ? quoted.join("")
    : `${quoted.slice(0, -1).join(", ")} and ${quoted[quoted.length - 1]}`;
}
