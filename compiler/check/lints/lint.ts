import { boundedLogits } from "./bounded-logits.ts";
import { deadBias } from "./dead-bias.ts";
import { doubleDecay } from "./double-decay.ts";
import { dropoutBeforeBatchNorm } from "./dropout-before-batch-norm.ts";
import { keepLikeRate } from "./keep-like-rate.ts";
import { l1WithoutZeros } from "./l1-without-zeros.ts";
import { l2UnderAdaptive } from "./l2-under-adaptive.ts";
import type { Lint, Linted } from "./linted.ts";
import { redundantTechniques } from "./redundant-techniques.ts";
import { regularizedBias } from "./regularized-bias.ts";
import { scaleInvariantWeight } from "./scale-invariant-weight.ts";
import { smallBatchNorm } from "./small-batch-norm.ts";
import { strongDecay } from "./strong-decay.ts";

/** Every lint, in the order of the lint rules; the last has no number there. */
const lints: readonly Lint[] = Object.freeze([
  doubleDecay,
  l2UnderAdaptive,
  l1WithoutZeros,
  regularizedBias,
  scaleInvariantWeight,
  dropoutBeforeBatchNorm,
  deadBias,
  smallBatchNorm,
  strongDecay,
  keepLikeRate,
  redundantTechniques,
  boundedLogits,
]);

/** Says what is legal and probably not meant. */
export function lint(linted: Linted): void {
  for (const law of lints) law(linted);
}
