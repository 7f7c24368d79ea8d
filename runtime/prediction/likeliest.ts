export interface Likely {
  /** The class's index. */
  readonly index: number;
  readonly probability: number;
}

/** The classes of the greatest logits, the likeliest first, with their probabilities (softmax). */
export function likeliest(logits: ArrayLike<number>, count: number): readonly Likely[] {
  const all = Array.from(logits);
  const order = all.map((_, index) => index).sort((a, b) => all[b]! - all[a]! || a - b);
  const greatest = all[order[0]!]!;
  const sum = all.reduce((total, logit) => total + Math.exp(logit - greatest), 0);
  return order
    .slice(0, count)
    .map((index) => ({ index, probability: Math.exp(all[index]! - greatest) / sum }));
}
