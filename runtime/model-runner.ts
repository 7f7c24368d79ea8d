import type { FieldType, Model } from "../compiler/ir/model.ts";
import { lowerStep, type StepMode } from "../compiler/lower-step.ts";
import { workOfPlan } from "../compiler/plan/count-work.ts";
import type { Plan, PlanInput } from "../compiler/plan/plan.ts";
import { sizeOf } from "../compiler/program/nd-array.ts";
import {
  type Backend,
  type MemoryUse,
  numberOf,
  type PlanExecutor,
  type Session,
  type SessionOptions,
  type StepExtras,
  valuesOf,
} from "./backends/backend.ts";
import type { StoredTensor } from "./checkpoint/safetensors.ts";
import { diagnose } from "./diagnostics/diagnose.ts";
import { failure, type Outcome, success } from "./diagnostics/outcome.ts";
import { initializeState, stateTensors } from "./initialize-state.ts";
import type { Profile } from "./profile/profile.ts";
import { Specializations } from "./specializations.ts";
import type { StepFeed } from "./step-feed.ts";
import type { ProgramInterface, StateTensor, StepReport, StepRunner } from "./training/step-runner.ts";

/** Runs a model's steps on a backend: the training loop's hands. */
export class ModelRunner implements StepRunner {
  readonly backend: string;
  /** How many threads share the work. */
  readonly threads: number;
  readonly wideVectors: boolean;
  readonly tensors: readonly StateTensor[];
  readonly trainProgram: ProgramInterface;
  readonly evaluateProgram: ProgramInterface;
  readonly predictProgram: ProgramInterface;
  /** Of one example, by the name of the network's output. */
  readonly outputShapes: ReadonlyMap<string, readonly number[]>;
  private readonly specializations: Specializations;
  private readonly types: ReadonlyMap<string, StateTensor>;

  /** Set to have the training steps timed. */
  profile: Profile | null = null;

  private constructor(
    private readonly model: Model,
    private readonly session: Session,
  ) {
    this.backend = session.backend.name;
    this.tensors = stateTensors(model);
    this.types = new Map(this.tensors.map((tensor) => [tensor.name, tensor]));
    this.threads = session.threads;
    this.wideVectors = session.wideVectors;
    this.specializations = new Specializations(model, this.session);
    this.trainProgram = this.interfaceOf("train");
    this.evaluateProgram = this.interfaceOf("evaluate");
    this.predictProgram = this.interfaceOf("predict");
    const { inputs, nodes, outputs } = model.network;
    const shapes = new Map([...inputs, ...nodes].map(({ id, shape }) => [id, shape]));
    this.outputShapes = new Map(outputs.map(({ name, value }) => [name, shapes.get(value)!]));
  }

  /**
   * Makes fresh weights, unless the step cannot run on the backend or needs more memory than it has: that is said
   * before anything is allocated. A step too small to gain from threads gets one, whatever is asked for, with a warning.
   */
  static async create(
    model: Model,
    backend: Backend,
    options: SessionOptions = {},
  ): Promise<Outcome<ModelRunner>> {
    const { plan, diagnostics } = lowerStep(model, "train", model.run.batch, backend.name);
    if (plan === null) return failure(...diagnostics);
    if (plan.peakBytes > backend.memoryLimit) {
      const slots = { needed: plan.peakBytes, limit: backend.memoryLimit, backend: backend.name };
      return failure(diagnose("too-large-for-memory", { ...slots, largest: largestTensor(plan) }, null));
    }
    const threads = backend.threadsFor(workOfPlan(plan), options.threads);
    const runner = new ModelRunner(model, await backend.open({ threads }));
    const spared = { wanted: options.threads ?? 1, used: runner.threads, backend: backend.name };
    const remarks = spared.wanted > spared.used ? [diagnose("threads-not-used", spared, null)] : [];
    try {
      await initializeState(model, runner.session);
    } catch (error) {
      runner.dispose();
      throw error;
    }
    return success(runner, remarks);
  }

  async train(size: number, feed: StepFeed, meanwhile?: () => void): Promise<StepReport> {
    const executor = await this.executor("train", size);
    const isFull = size === this.model.run.batch;
    const spans = isFull ? this.profile?.begin() : undefined;
    const done = await report(executor, feed, { spans, meanwhile });
    if (spans !== undefined) this.profile?.take(spans, executor.threadsTimed);
    return done;
  }

  async evaluate(size: number, feed: StepFeed, meanwhile?: () => void): Promise<StepReport> {
    return report(await this.executor("evaluate", size), feed, { meanwhile });
  }

  /** The network's outputs for a batch, by name, row-major. Not finite numbers are handed out as they are. */
  async predict(
    size: number,
    feed: StepFeed,
    meanwhile?: () => void,
  ): Promise<ReadonlyMap<string, Float32Array>> {
    const executor = await this.executor("predict", size);
    const { outputs } = await executor.run(feed, { meanwhile });
    const values = new Map<string, Float32Array>();
    for (const { name } of this.model.network.outputs) {
      values.set(name, valuesOf(outputs!, `output.${name}`) as Float32Array);
    }
    return values;
  }

  async get(name: string): Promise<StoredTensor["values"]> {
    return (await this.session.state.get(name)) as StoredTensor["values"];
  }

  set(name: string, values: StoredTensor["values"]): void {
    const type = this.types.get(name);
    if (type === undefined) throw new RangeError(`no state is named ${name}`);
    this.session.state.set(name, values, type);
  }

  memory(): MemoryUse {
    return this.session.memory();
  }

  dispose(): void {
    this.session.dispose();
  }

  private executor(mode: StepMode, size: number): Promise<PlanExecutor> {
    return this.specializations.executor(mode, size);
  }

  private interfaceOf(mode: StepMode): ProgramInterface {
    const plan = this.specializations.plan(mode, this.model.run.batch);
    const of = <K extends PlanInput["kind"]>(kind: K) =>
      plan.inputs.filter((input): input is Extract<PlanInput, { kind: K }> => input.kind === kind);
    const fields = plan.inputs
      .filter(({ kind }) => kind === "batch")
      .map(({ name, register }): readonly [string, FieldType] => {
        const { shape, dtype } = plan.registers[register]!;
        return [name, { shape: shape.slice(1), dtype: dtype === "i32" ? "i32" : "f32" }];
      });
    return {
      fields: Object.fromEntries(fields),
      scalars: new Map(of("scalar").map(({ name, scalar }) => [name, scalar])),
      keys: of("key").map(({ name }) => name),
      outputs: plan.outputs.map(({ name }) => name),
    };
  }
}

async function report(executor: PlanExecutor, feed: StepFeed, extras: StepExtras): Promise<StepReport> {
  const { outputs, fault } = await executor.run(feed, extras);
  if (outputs === null) return { outputs: null, fault };
  const numbers: Record<string, number> = {};
  for (const name of outputs.keys()) numbers[name] = numberOf(outputs, name);
  return { outputs: numbers, fault: null };
}

function largestTensor({ steps, inputs, registers }: Plan): {
  readonly name: string;
  readonly bytes: number;
} {
  const named = [
    ...inputs.map(({ name, register }) => ({ name, register })),
    ...steps.flatMap(({ op, origin, outputs }) =>
      outputs.map((register) => ({ name: origin === "" ? op : `${origin} (${op})`, register })),
    ),
  ];
  return named
    .map(({ name, register }) => ({ name, bytes: 4 * sizeOf(registers[register]!.shape) }))
    .reduce((largest, tensor) => (tensor.bytes > largest.bytes ? tensor : largest));
}
