import type { Model } from "../ir/model.ts";
import { Builder } from "../program/builder.ts";
import type { Program } from "../program/program.ts";
import { buildObjective } from "./objective.ts";

/**
 * Loss and metrics of a batch without noise, with moving statistics (0.6). The outputs are those of the train
 * program; the penalties are those of the same weights, so that train and validation report the same terms (0.8).
 * @param batchSize examples in the batch; a last batch that is smaller needs a program of its own
 */
export function synthesizeEvaluate(model: Model, batchSize: number): Program {
  const builder = new Builder("evaluate");
  buildObjective(model, builder, { batchSize, training: false });
  return builder.finish();
}
