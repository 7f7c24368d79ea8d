import type { Lint } from "./linted.ts";

/** Below this, statistics of a batch are noise (Wu & He 2018). */
const leastBatch = 8;

/** L-13: batch norm over few examples. */
export const smallBatchNorm: Lint = ({ model, index, train, session }) => {
  const { batch } = model.run;
  const norm = index.nodes.find(({ type }) => type === "batch_norm");
  if (norm === undefined || batch >= leastBatch) return;
  const clause = train.batch[0];
  const labels = clause === undefined ? [] : [{ span: clause.span, text: "the batch" }];
  session.faults.report("small-batch-norm", { batch, norm: norm.node.id }, norm.span, labels);
};
