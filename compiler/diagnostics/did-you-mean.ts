import { distance } from "fastest-levenshtein";

/** The known name that was probably meant: at most a third of its letters differ. */
export function closestName(name: string, known: Iterable<string>): string | undefined {
  const wanted = name.toLowerCase();
  let best: string | undefined;
  let fewest = Number.POSITIVE_INFINITY;
  for (const candidate of known) {
    const edits = distance(wanted, candidate.toLowerCase());
    const allowed = Math.max(1, Math.floor(Math.max(name.length, candidate.length) / 3));
    if (edits < fewest && edits <= allowed) {
      best = candidate;
      fewest = edits;
    }
  }
  return best;
}

/** A hint: the closest name, else all names when they are few enough to read. */
export function didYouMean(name: string, known: Iterable<string>): string | undefined {
  const names = [...new Set(known)];
  const closest = closestName(name, names);
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
