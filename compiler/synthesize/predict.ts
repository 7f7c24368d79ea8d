import type { Model } from "../ir/model.ts";
import { Builder } from "../program/builder.ts";
import type { Program } from "../program/program.ts";
import { buildForward } from "./forward.ts";

/** The network's outputs of a batch, `output.<name>`, without noise and with moving statistics (0.6). */
export function synthesizePredict(model: Model, batchSize: number): Program {
  const builder = new Builder("predict");
  const { outputs } = buildForward(model, { builder, batchSize, training: false });
  for (const [name, value] of outputs) builder.output(`output.${name}`, value);
  return builder.finish();
}
