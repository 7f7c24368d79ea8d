import type { Schedule } from "../../compiler/ir/schedule.ts";
import { uniform } from "../../compiler/random.ts";
import type { StepFeed } from "../../runtime/step-feed.ts";
import type {
  ProgramInterface,
  StateTensor,
  StepReport,
  StepRunner,
} from "../../runtime/training/step-runner.ts";

const schedule: Schedule = { name: "linear", options: { from: 0.1, to: 0.01, length: null } };
const fields = { x: { shape: [1], dtype: "f32" }, y: { shape: [1], dtype: "f32" } } as const;
const outputs = ["loss.data", "loss.penalty.l2", "loss.total", "metric.mae.absolute", "metric.mae.count"];
const program: ProgramInterface = {
  fields,
  scalars: new Map([["lr", { op: "schedule", schedule }]]),
  keys: ["hidden/dropout"],
  outputs,
};

/**
 * y = w·x + noise, by gradient descent with momentum in float32: whatever a resumed run could lose (the weight,
 * the slot, the step of the schedule, the stream of the noise, the order of the data) changes its numbers.
 */
export class FakeRunner implements StepRunner {
  readonly backend = "fake";
  readonly tensors: readonly StateTensor[] = [
    { name: "w", kind: "parameter", shape: [1], dtype: "f32", evaluated: true },
    { name: "momentum/w", kind: "slot", shape: [1], dtype: "f32", evaluated: false },
  ];
  readonly trainProgram = program;
  readonly evaluateProgram: ProgramInterface = { ...program, scalars: new Map(), keys: [] };
  readonly weight = new Float32Array([0.5]);
  readonly momentum = new Float32Array(1);
  /** Called before every operation; throws to play a killed process. */
  beforeEach: () => void = () => {};
  /** The step whose loss is not finite. */
  brokenAt = Number.POSITIVE_INFINITY;
  /** Whether others do the steps, so that whoever asks can do something meanwhile. */
  isFree = false;
  /** How often it did, in training steps and in others. */
  readonly meanwhile = { train: 0, evaluate: 0 };
  steps = 0;

  async train(size: number, { batch, scalars, keys }: StepFeed, meanwhile?: () => void): Promise<StepReport> {
    this.beforeEach();
    this.leave("train", meanwhile);
    if (this.steps === this.brokenAt) {
      return { outputs: null, fault: { value: "NaN", step: { op: "log", origin: "loss" } } };
    }
    this.steps++;
    const [k0, k1] = keys.get("hidden/dropout")!;
    const noise = uniform(k0, k1, 0) - 0.5;
    const { gradient, ...report } = this.losses(size, batch, noise);
    this.momentum[0] = 0.9 * this.momentum[0]! + gradient;
    this.weight[0] = this.weight[0]! - scalars.get("lr")! * this.momentum[0]!;
    return report;
  }

  async evaluate(size: number, { batch }: StepFeed, meanwhile?: () => void): Promise<StepReport> {
    this.beforeEach();
    this.leave("evaluate", meanwhile);
    const { gradient: _, ...report } = this.losses(size, batch, 0);
    return report;
  }

  async get(name: string): Promise<Float32Array> {
    this.beforeEach();
    return this.values(name).slice();
  }

  set(name: string, values: ArrayLike<number>): void {
    this.values(name).set(values);
  }

  private leave(kind: "train" | "evaluate", meanwhile: (() => void) | undefined): void {
    if (!this.isFree || meanwhile === undefined) return;
    meanwhile();
    this.meanwhile[kind]++;
  }

  private values(name: string): Float32Array {
    return name === "w" ? this.weight : this.momentum;
  }

  private losses(size: number, batch: StepFeed["batch"], noise: number) {
    const [w] = this.weight;
    const [x, y] = [batch.get("x")!, batch.get("y")!];
    let [data, gradient, error] = [0, 0, 0];
    for (let i = 0; i < size; i++) {
      const residual = w! * x[i]! + noise - y[i]!;
      data += residual ** 2 / size;
      gradient += (2 * residual * x[i]!) / size;
      error += Math.abs(residual);
    }
    const l2 = 0.01 * w! ** 2;
    const values = [data, l2, data + l2, error, size];
    const named = Object.fromEntries(outputs.map((name, index) => [name, values[index]!]));
    return { outputs: named, fault: null, gradient: gradient + 0.02 * w! };
  }
}
