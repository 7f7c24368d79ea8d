import type { Fixture } from "../../workloads/fixture.ts";
import { meanSquare } from "../mean-square.ts";
import type { Settings, Subject } from "../subject.ts";
import { encodeOnnx, type OnnxGraph } from "./onnx-model.ts";

/** What both packages of ONNX Runtime share. */
export interface OnnxRuntime {
  readonly Tensor: new (type: "float32", values: Float32Array, shape: readonly number[]) => object;
  readonly InferenceSession: {
    create(model: Uint8Array, options: object): Promise<OnnxSession>;
  };
  readonly env: { readonly wasm: { numThreads: number } };
}

interface OnnxSession {
  run(
    feeds: Readonly<Record<string, object>>,
  ): Promise<Readonly<Record<string, { readonly data: Float32Array }>>>;
}

/** Runs a network with all graph optimizations, as the documentation recommends. */
export async function onnxPrediction(
  runtime: OnnxRuntime,
  graph: OnnxGraph,
  { batches }: Fixture,
  { threads }: Settings,
): Promise<Subject> {
  const options = { graphOptimizationLevel: "all", intraOpNumThreads: threads, interOpNumThreads: 1 };
  const session = await runtime.InferenceSession.create(encodeOnnx(graph), options);
  const { input, output } = graph;
  const images = batches.map(
    ({ image }) => new runtime.Tensor("float32", image!.values as Float32Array, input.shape),
  );
  return {
    async step(batch) {
      const results = await session.run({ [input.name]: images[batch]! });
      return meanSquare(results[output.name]!.data);
    },
  };
}
