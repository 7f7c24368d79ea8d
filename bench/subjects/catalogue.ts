import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Task } from "../workloads/workload.ts";

export type SubjectName =
  | "regnet"
  | "regnet-wide"
  | "tfjs-layers"
  | "tfjs-core"
  | "tfjs-expert"
  | "tfjs-graph"
  | "tfjs-node"
  | "jax-js"
  | "onnxruntime-web"
  | "onnxruntime-node"
  | "pytorch";

export interface SubjectEntry {
  /** How it is used, for the report. */
  readonly title: string;
  /** The package whose version is reported; null for regnet itself and for what is not from npm. */
  readonly package: string | null;
  readonly runtime: "node" | "python";
  /** Whether it can use more threads than one. */
  readonly threaded: boolean;
}

const tfjs = { package: "@tensorflow/tfjs", runtime: "node", threaded: false } as const;

export const subjects: { readonly [K in SubjectName]: SubjectEntry } = {
  regnet: { title: "regnet, wasm", package: null, runtime: "node", threaded: true },
  "regnet-wide": {
    title: "regnet, wasm, with vectors of 256 bits",
    package: null,
    runtime: "node",
    threaded: true,
  },
  "tfjs-layers": { ...tfjs, title: "tfjs-layers `model.fit` and `predict`, wasm" },
  "tfjs-core": { ...tfjs, title: "tfjs-core as its guide has it: optimizer and automatic gradients, wasm" },
  "tfjs-expert": {
    ...tfjs,
    title: "tfjs-core by an expert: gradients by hand, explicit transposes, fused kernels, wasm",
  },
  "tfjs-graph": { ...tfjs, title: "tfjs graph model, wasm" },
  "tfjs-node": {
    title: "tfjs-layers on native TensorFlow",
    package: "@tensorflow/tfjs-node",
    runtime: "node",
    threaded: false,
  },
  "jax-js": { title: "jax-js, wasm, under jit", package: "@jax-js/jax", runtime: "node", threaded: false },
  "onnxruntime-web": {
    title: "ONNX Runtime, wasm",
    package: "onnxruntime-web",
    runtime: "node",
    threaded: true,
  },
  "onnxruntime-node": {
    title: "ONNX Runtime, native",
    package: "onnxruntime-node",
    runtime: "node",
    threaded: true,
  },
  pytorch: { title: "PyTorch, native", package: null, runtime: "python", threaded: true },
};

export const subjectNames = Object.keys(subjects) as readonly SubjectName[];

/** The file with which a subject does a task, or null when it has none. */
export function implementation(name: SubjectName, task: Task): string | null {
  const ending = subjects[name].runtime === "python" ? `${task.replace("-", "_")}.py` : `${task}.ts`;
  const file = join(import.meta.dirname, name, ending);
  return existsSync(file) ? file : null;
}
