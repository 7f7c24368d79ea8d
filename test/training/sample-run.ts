import type { Model, Options } from "../../compiler/ir/model.ts";
import type { Checkpoint } from "../../runtime/checkpoint/checkpoint.ts";
import type { CheckpointStore } from "../../runtime/checkpoint/checkpoint-store.ts";
import { decodeCheckpoint, encodeCheckpoint } from "../../runtime/checkpoint/encode-checkpoint.ts";
import type { Dataset, Part } from "../../runtime/data/dataset.ts";
import type { TrainingEvent } from "../../runtime/training/events.ts";
import { Trainer, type TrainingTask } from "../../runtime/training/trainer.ts";
import type { FakeRunner } from "./fake-runner.ts";

const EPOCHS = 4;
const BATCH = 4;
export const EXAMPLES = 10;

export function sampleModel(stopEarly?: Options): Model {
  const run = { batch: BATCH, epochs: EPOCHS, seed: 7, metrics: [{ name: "mae", options: {} }] };
  const site = {
    id: "run/stop_early",
    technique: "stop_early",
    at: { site: "run" },
    options: { on: "val.loss", patience: 2, min_delta: 0, mode: "auto", restore: "best", ...stopEarly },
  } as const;
  return {
    regnet: 1,
    name: "sample",
    params: {},
    network: { name: "N", inputs: [], parameters: [], nodes: [], outputs: [] },
    data: {
      name: "d",
      source: "memory",
      options: {},
      split: { train: 1, validation: 0, test: 0 },
      fields: [],
    },
    loss: { name: "mse", options: {}, prediction: "y", target: "y" },
    optimizer: { name: "sgd", options: {} },
    sites: stopEarly === undefined ? [] : [site],
    run,
  };
}

/** y = 2x on a few points; validation follows another line, so that training goes past its best. */
export function sampleDataset(slope = 0.8): Dataset {
  const type = { shape: [1], dtype: "f32", classes: null } as const;
  const encoding = { kind: "affine", scale: 1, offset: 0 } as const;
  const part = (factor: number): Part => {
    const x = Float32Array.from({ length: EXAMPLES }, (_, row) => (row - 4) / 5);
    return {
      fields: { x: { type, values: x, encoding }, y: { type, values: x.map((v) => factor * v), encoding } },
      rows: Int32Array.from({ length: EXAMPLES }, (_, row) => row),
    };
  };
  return {
    fields: { x: type, y: type },
    train: part(2),
    validation: part(slope),
    test: part(2),
    fitted: [],
    fingerprint: { examples: 3 * EXAMPLES, sha256: `slope ${slope}` },
  };
}

/** Keeps checkpoints as their file's bytes. */
export class MemoryCheckpoints implements CheckpointStore {
  bytes: Uint8Array | null = null;
  saved = 0;
  beforeEach: () => void = () => {};

  async save(checkpoint: Checkpoint): Promise<null> {
    this.beforeEach();
    this.bytes = encodeCheckpoint(checkpoint);
    this.saved++;
    this.beforeEach();
    return null;
  }

  latest(): Checkpoint | undefined {
    return this.bytes === null ? undefined : decodeCheckpoint("memory", this.bytes).value!;
  }
}

export function sampleTask(runner: FakeRunner, change: Partial<TrainingTask> = {}): TrainingTask {
  return { model: sampleModel(), hash: "ab", dataset: sampleDataset(), runner, now: () => 0, ...change };
}

export function trainer(task: TrainingTask): Trainer {
  const { value, diagnostics } = Trainer.create(task);
  if (value === null) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  return value;
}

export async function eventsOf(task: TrainingTask, signal?: AbortSignal): Promise<TrainingEvent[]> {
  const events: TrainingEvent[] = [];
  for await (const event of trainer(task).fit(signal)) events.push(event);
  return events;
}
