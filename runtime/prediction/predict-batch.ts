import { breathe, mustBreathe } from "../breathe.ts";
import type { Batch } from "../data/batch-source.ts";
import type { ModelRunner } from "../model-runner.ts";
import { feedStep } from "../training/feed-step.ts";
import { ANY_POSITION } from "./predict-part.ts";
import type { Prediction } from "./prediction.ts";

/**
 * The network's outputs, by name, for examples that a program brings, read where they are.
 *
 * @param most how many examples are computed at a time
 */
export async function predictBatch(
  runner: ModelRunner,
  batch: Batch,
  most: number,
): Promise<ReadonlyMap<string, Prediction>> {
  const predictions = new Map<string, Prediction>();
  for (let done = 0; done < batch.size; done += most) {
    if (mustBreathe()) await breathe();
    const { size, values } = examples(batch, done, Math.min(most, batch.size - done));
    const feed = feedStep(runner.predictProgram, { size, values }, ANY_POSITION);
    const outputs = await runner.predict(size, feed);
    for (const [name, shape] of runner.outputShapes) {
      const made = outputs.get(name)!;
      // All in one piece, it is the caller's; else a place for all.
      const all =
        predictions.get(name)?.values ??
        (size === batch.size ? made : new Float32Array((made.length / size) * batch.size));
      if (all !== made) all.set(made, (made.length / size) * done);
      predictions.set(name, { shape: [batch.size, ...shape], values: all });
    }
  }
  return predictions;
}

function examples(batch: Batch, from: number, size: number): Batch {
  if (size === batch.size) return batch;
  const some = [...batch.values].map(([name, array]) => {
    const each = array.length / batch.size;
    return [name, array.subarray(from * each, (from + size) * each)] as const;
  });
  return { size, values: new Map(some) };
}
