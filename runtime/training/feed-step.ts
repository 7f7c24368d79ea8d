import { evaluateSchedule } from "../../compiler/definitions/schedules/evaluate.ts";
import type { Model } from "../../compiler/ir/model.ts";
import { evaluateHostScalar } from "../../compiler/program/evaluate-host-scalar.ts";
import { streamKey } from "../../compiler/random.ts";
import type { Batch } from "../data/batch-source.ts";
import type { StepFeed } from "../step-feed.ts";
import type { ProgramInterface } from "./step-runner.ts";

/** What a step's scalars and keys are functions of. */
export interface StepPosition {
  readonly seed: number;
  /** Finished steps (0.5, step 16). */
  readonly step: number;
  readonly stepsPerEpoch: number;
  readonly totalSteps: number;
}

/** Where a run stands after `step` steps on so many training examples. */
export function stepPosition({ run }: Pick<Model, "run">, examples: number, step: number): StepPosition {
  const stepsPerEpoch = Math.ceil(examples / run.batch);
  return { seed: run.seed, step, stepsPerEpoch, totalSteps: stepsPerEpoch * run.epochs };
}

/** Everything a step is given besides the state: a function of the batch and of the position alone (F-20, 0.7). */
export function feedStep(program: ProgramInterface, batch: Batch, position: StepPosition): StepFeed {
  const { seed, step, stepsPerEpoch, totalSteps } = position;
  const scalars = new Map<string, number>();
  for (const [name, scalar] of program.scalars) {
    const value = evaluateHostScalar(scalar, step, (schedule, at) =>
      evaluateSchedule(schedule, { step: at, stepsPerEpoch, totalSteps }),
    );
    scalars.set(name, value);
  }
  const keys = new Map(program.keys.map((site) => [site, streamKey(seed, site, step)] as const));
  return { batch: batch.values, scalars, keys };
}
