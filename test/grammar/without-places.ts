/** A tree with its spans taken out, and nothing that is absent: what two texts that mean the same share. */
export function withoutPlaces(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(withoutPlaces);
  if (typeof node !== "object" || node === null) return node;
  const entries = Object.entries(node).filter(([key, value]) => key !== "span" && value !== undefined);
  return Object.fromEntries(entries.map(([key, value]) => [key, withoutPlaces(value)]));
}
