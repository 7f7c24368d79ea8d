import type { Model } from "../../compiler/ir/model.ts";
import { sizeOf } from "../../compiler/program/nd-array.ts";
import { breathe } from "../breathe.ts";
import { BatchSource } from "../data/batch-source.ts";
import { BatchesAhead } from "../data/batches-ahead.ts";
import type { Part } from "../data/dataset.ts";
import type { ModelRunner } from "../model-runner.ts";
import { feedStep } from "../training/feed-step.ts";
import type { Prediction } from "./prediction.ts";

/** Inference never reads a schedule or a stream (0.6); the position only has to be valid. */
export const ANY_POSITION = { seed: 0, step: 0, stepsPerEpoch: 1, totalSteps: 1 };

/** The network's outputs, by name, for every row of a part. */
export async function predictPart(
  model: Model,
  runner: ModelRunner,
  part: Part,
): Promise<ReadonlyMap<string, Prediction>> {
  const source = new BatchSource(part, model.run.batch, { kind: "as-stored" }, runner.predictProgram.fields);
  const count = part.rows.length;
  const predictions = new Map(
    [...runner.outputShapes].map(([name, each]): [string, Prediction] => {
      const shape = [count, ...each];
      return [name, { shape, values: new Float32Array(sizeOf(shape)) }];
    }),
  );
  const batches = new BatchesAhead(source, 0, 0);
  for (let done = 0; !batches.isDone; ) {
    await breathe();
    const batch = batches.take();
    const feed = feedStep(runner.predictProgram, batch, ANY_POSITION);
    const outputs = await runner.predict(batch.size, feed, () => batches.prepare());
    for (const [name, { shape, values }] of predictions) {
      values.set(outputs.get(name)!, (done * values.length) / shape[0]!);
    }
    done += batch.size;
  }
  return predictions;
}
