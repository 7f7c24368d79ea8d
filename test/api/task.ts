/** Models with their data, stepped through by hand on a backend or in the float64 interpreter. */
import { loadSpec } from "../../compiler/check/load-spec.ts";
import { evaluateSchedule } from "../../compiler/definitions/schedules/evaluate.ts";
import type { Model } from "../../compiler/ir/model.ts";
import { lowerPlainly } from "../../compiler/passes/optimize.ts";
import type { BackendName } from "../../compiler/plan/backend-name.ts";
import { inputKey, interpret } from "../../compiler/program/interpret.ts";
import type { NDArray } from "../../compiler/program/nd-array.ts";
import type { Program } from "../../compiler/program/program.ts";
import { synthesizeTrain } from "../../compiler/synthesize/index.ts";
import { openBackend } from "../../runtime/backends/open-backend.ts";
import { type Batch, BatchSource } from "../../runtime/data/batch-source.ts";
import type { Dataset } from "../../runtime/data/dataset.ts";
import type { MemoryField } from "../../runtime/data/load-memory.ts";
import { suppliedFiles } from "../../runtime/data/supplied-files.ts";
import { ModelRunner } from "../../runtime/model-runner.ts";
import { prepareSpec } from "../../runtime/prepare-model.ts";
import { feedStep, type StepPosition } from "../../runtime/training/feed-step.ts";

export interface Task {
  readonly model: Model;
  readonly dataset: Dataset;
}

/** What a step put out, and all it left behind at the end. */
export interface History {
  readonly outputs: readonly Readonly<Record<string, number>>[];
  readonly tensors: ReadonlyMap<string, ArrayLike<number>>;
}

export async function taskOf(
  text: string,
  memory: Readonly<Record<string, MemoryField>> = {},
): Promise<Task> {
  const spec = await loadSpec("spec.regnet", { read: (path) => (path === "spec.regnet" ? text : null) });
  const { prepared, diagnostics } = await prepareSpec(spec, { files: suppliedFiles({}), memory });
  if (prepared === null) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  return prepared;
}

export async function runnerOf({ model }: Task, name: BackendName): Promise<ModelRunner> {
  const { backend } = await openBackend(name);
  const runner = await ModelRunner.create(model, backend!);
  if (runner.value === null) throw new Error(runner.diagnostics.map(({ message }) => message).join("\n"));
  return runner.value;
}

/** The batches of a run and where in it they stand, as the trainer takes them. */
function* batchesOf(
  { model, dataset }: Task,
  runner: ModelRunner,
  steps: number,
): Generator<[Batch, StepPosition]> {
  const order = { kind: "shuffled", seed: model.run.seed } as const;
  const source = new BatchSource(dataset.train, model.run.batch, order, runner.trainProgram.fields);
  const totalSteps = source.count * model.run.epochs;
  for (let step = 0; step < steps; step++) {
    const [epoch, index] = [Math.floor(step / source.count), step % source.count];
    const position = { seed: model.run.seed, step, stepsPerEpoch: source.count, totalSteps };
    yield [source.batch(epoch, index), position];
  }
}

export async function stepsOn(name: BackendName, task: Task, steps: number): Promise<History> {
  const runner = await runnerOf(task, name);
  const outputs: Readonly<Record<string, number>>[] = [];
  for (const [batch, position] of batchesOf(task, runner, steps)) {
    const report = await runner.train(batch.size, feedStep(runner.trainProgram, batch, position));
    if (report.outputs === null) throw new Error(`step ${position.step}: ${JSON.stringify(report.fault)}`);
    outputs.push(report.outputs);
  }
  const tensors = await tensorsOf(runner);
  runner.dispose();
  return { outputs, tensors };
}

/** The step as it was written down, with derivatives and nothing rewritten, in float64. */
export async function stepsInterpreted(task: Task, steps: number): Promise<History> {
  const runner = await runnerOf(task, "cpu");
  const shapes = new Map(runner.tensors.map(({ name, shape }) => [name, shape]));
  const held = new Map<string, NDArray>();
  for (const [name, values] of await tensorsOf(runner))
    held.set(name, { shape: shapes.get(name)!, dtype: "f32", data: Float64Array.from(values) });
  const programs = new Map<number, Program>();
  const outputs: Readonly<Record<string, number>>[] = [];
  for (const [batch, { step, seed, stepsPerEpoch, totalSteps }] of batchesOf(task, runner, steps)) {
    const program = programs.get(batch.size) ?? lowerPlainly(synthesizeTrain(task.model, batch.size));
    programs.set(batch.size, program);
    const inputs = new Map<string, NDArray>();
    for (const input of program.inputs) {
      const array =
        input.kind === "batch" ? arrayOf(batch.values.get(input.name)!, input.value) : held.get(input.name);
      if (array !== undefined) inputs.set(inputKey(input), array);
    }
    const result = interpret(program, inputs, {
      step,
      seed,
      evaluateSchedule: (schedule, at) => evaluateSchedule(schedule, { step: at, stepsPerEpoch, totalSteps }),
    });
    for (const [name, array] of result.writes) held.set(name, array);
    outputs.push(Object.fromEntries([...result.outputs].map(([name, { data }]) => [name, data[0]!])));
  }
  runner.dispose();
  return { outputs, tensors: new Map([...held].map(([name, { data }]) => [name, data])) };
}

async function tensorsOf(runner: ModelRunner): Promise<Map<string, ArrayLike<number>>> {
  const tensors = new Map<string, ArrayLike<number>>();
  for (const { name } of runner.tensors) tensors.set(name, await runner.get(name));
  return tensors;
}

function arrayOf(values: ArrayLike<number>, { shape, dtype }: Pick<NDArray, "shape" | "dtype">): NDArray {
  return { shape, dtype, data: Float64Array.from(values) };
}
