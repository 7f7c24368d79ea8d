/** The passes, in the order in which they run. Each entry says what it is for and why it stands where it does. */
import { differentiate } from "../program/differentiate.ts";
import { contractMultiplyAdds } from "./contract-multiply-adds.ts";
import { factorGradientsOut } from "./factor-gradients-out.ts";
import { foldBatchNorm } from "./fold-batch-norm.ts";
import { foldConstants } from "./fold-constants.ts";
import { fuseElementwise } from "./fuse-elementwise.ts";
import { fuseReductions } from "./fuse-reductions.ts";
import { fuseSoftmaxCrossEntropy } from "./fuse-softmax-cross-entropy.ts";
import { fuseWeightDecay } from "./fuse-weight-decay.ts";
import { packUpdates } from "./pack-updates.ts";
import type { Pass } from "./pass.ts";
import { pullFactorsOutOfSums } from "./pull-factors-out-of-sums.ts";
import { removeDeadBias } from "./remove-dead-bias.ts";
import { removeDeadCode } from "./remove-dead-code.ts";
import { reuseDroppedOutput } from "./reuse-dropped-output.ts";
import { reuseReluOutput } from "./reuse-relu-output.ts";
import { shareCommonSubexpressions } from "./share-common-subexpressions.ts";
import { shrinkUnderSgd } from "./shrink-under-sgd.ts";
import { simplifyDropout } from "./simplify-dropout.ts";

/** Not an optimization: no backend knows `gradient`. It runs whatever is disabled. */
export const expandGradients: Pass = {
  name: "differentiate",
  reason: "Until here a gradient was one value, which penalties and updates could be moved around.",
  run: differentiate,
};

/** Rules on the forward pass and the loss, then the gradient, then what holds for any program. */
export const pipeline: readonly Pass[] = [
  removeDeadCode,
  simplifyDropout,
  removeDeadBias,
  foldBatchNorm,
  fuseSoftmaxCrossEntropy,
  fuseWeightDecay,
  shrinkUnderSgd,
  expandGradients,
  foldConstants,
  pullFactorsOutOfSums,
  shareCommonSubexpressions,
  reuseReluOutput,
  reuseDroppedOutput,
  factorGradientsOut,
  removeDeadCode,
  fuseElementwise,
  fuseReductions,
  packUpdates,
  contractMultiplyAdds,
];
