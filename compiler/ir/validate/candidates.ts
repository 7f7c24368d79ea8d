const MOST = 1000;
const LONGEST = 60;

/**
 * The names worth comparing with a mistyped one. Edit distance takes time by the product of both lengths, and a
 * document can name much, so a suggestion is only looked for where it is cheap.
 */
export function candidates(name: string, known: readonly string[]): readonly string[] {
  if (name.length > LONGEST || known.length > MOST) return [];
  return known.filter((candidate) => candidate.length <= 2 * LONGEST);
}
