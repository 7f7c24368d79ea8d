import { distance } from "fastest-levenshtein";

/** The known name that is probably meant, or undefined: at most a third of its letters may differ. */
export function closestName(name: string, known: readonly string[]): string | undefined {
  let best: string | undefined;
  let bestDistance = Number.POSITIVE_INFINITY;
  for (const candidate of known) {
    const edits = distance(name.toLowerCase(), candidate.toLowerCase());
    if (edits < bestDistance && edits <= Math.max(2, Math.floor(candidate.length / 3))) {
      best = candidate;
      bestDistance = edits;
    }
  }
  return best;
}

/** A hint: the closest name, else all of them when they are few. */
export function didYouMean(name: string, known: readonly string[]): string | undefined {
  const closest = closestName(name, known);
  if (closest !== undefined) return `Did you mean \`${closest}\`?`;
  if (known.length === 0 || known.length > 20) return undefined;
  return `There is ${known.map((candidate) => `\`${candidate}\``).join(", ")}.`;
}
