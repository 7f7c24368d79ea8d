import { breathe } from "../breathe.ts";
import type { BatchSource } from "../data/batch-source.ts";
import type { NonFinite } from "../non-finite.ts";
import { feedStep, type StepPosition } from "./feed-step.ts";
import { ScoreSums } from "./score-sums.ts";
import type { Scores } from "./scores.ts";
import type { StepRunner } from "./step-runner.ts";

export type Evaluation =
  | { readonly scores: Scores; readonly fault: null }
  | { readonly scores: null; readonly fault: NonFinite };

/** Scores every example of a part once with the present weights, without noise; changes nothing. */
export async function evaluatePart(
  runner: StepRunner,
  part: BatchSource,
  position: StepPosition,
): Promise<Evaluation> {
  const sums = ScoreSums.empty();
  for (let index = 0; index < part.count; index++) {
    await breathe();
    const batch = part.batch(0, index);
    const report = await runner.evaluate(batch.size, feedStep(runner.evaluateProgram, batch, position));
    if (report.outputs === null) return { scores: null, fault: report.fault };
    sums.add(report.outputs, batch.size);
  }
  return { scores: sums.scores(), fault: null };
}
