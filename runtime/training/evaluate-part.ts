import type { Model } from "../../compiler/ir/model.ts";
import { breathe } from "../breathe.ts";
import { BatchSource } from "../data/batch-source.ts";
import { BatchesAhead } from "../data/batches-ahead.ts";
import type { Part } from "../data/dataset.ts";
import type { NonFinite } from "../non-finite.ts";
import { feedStep, type StepPosition } from "./feed-step.ts";
import { ScoreSums } from "./score-sums.ts";
import type { Scores } from "./scores.ts";
import type { StepRunner } from "./step-runner.ts";

export type Evaluation =
  | { readonly scores: Scores; readonly fault: null }
  | { readonly scores: null; readonly fault: NonFinite };

/**
 * Scores every example of a part once with the present weights, without noise; changes nothing.
 *
 * @param position where the run stands: the strength of a penalty may follow a schedule
 */
export async function evaluatePart(
  { run }: Pick<Model, "run">,
  runner: StepRunner,
  part: Part,
  position: StepPosition,
): Promise<Evaluation> {
  const source = new BatchSource(part, run.batch, { kind: "as-stored" }, runner.evaluateProgram.fields);
  const sums = ScoreSums.empty();
  const batches = new BatchesAhead(source, 0, 0);
  while (!batches.isDone) {
    await breathe();
    const batch = batches.take();
    const feed = feedStep(runner.evaluateProgram, batch, position);
    const report = await runner.evaluate(batch.size, feed, () => batches.prepare());
    if (report.outputs === null) return { scores: null, fault: report.fault };
    sums.add(report.outputs, batch.size);
  }
  return { scores: sums.scores(), fault: null };
}
