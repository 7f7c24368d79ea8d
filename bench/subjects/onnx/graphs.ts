import type { Fixture } from "../../workloads/fixture.ts";
import { permute, reshape } from "../../workloads/permute.ts";
import type { OnnxGraph, OnnxNode } from "./onnx-model.ts";

const relu = (input: string): OnnxNode => ({ op: "Relu", inputs: [input], output: `${input}.relu` });

/** Kernels are [in, out], as Gemm takes them. */
const gemm = (input: string, name: string): OnnxNode => {
  return { op: "Gemm", inputs: [input, `${name}.kernel`, `${name}.bias`], output: name };
};

const conv = (input: string, name: string): OnnxNode => {
  return { op: "Conv", inputs: [input, `${name}.kernel`, `${name}.bias`], output: name };
};

/** W1's network, for batches as large as the fixture's. */
export function mlpGraph({ weights, batches }: Fixture): OnnxGraph {
  const examples = batches[0]!.image!.shape[0]!;
  return {
    nodes: [
      gemm("image", "first"),
      relu("first"),
      gemm("first.relu", "second"),
      relu("second"),
      gemm("second.relu", "head"),
    ],
    weights,
    input: { name: "image", shape: [examples, 784] },
    output: { name: "head", shape: [examples, 10] },
  };
}

/** W2's network. Images of one channel are the same in both layouts; what follows the first filters is not. */
export function cnnGraph({ weights, batches }: Fixture): OnnxGraph {
  const examples = batches[0]!.image!.shape[0]!;
  const rows = permute(reshape(weights["hidden.kernel"]!, [12, 12, 64, 128]), [2, 0, 1, 3]);
  return {
    nodes: [
      conv("image", "edges"),
      relu("edges"),
      conv("edges.relu", "shapes"),
      relu("shapes"),
      {
        op: "MaxPool",
        inputs: ["shapes.relu"],
        output: "pool",
        attributes: { kernel_shape: [2, 2], strides: [2, 2] },
      },
      { op: "Flatten", inputs: ["pool"], output: "flat" },
      gemm("flat", "hidden"),
      relu("hidden"),
      gemm("hidden.relu", "head"),
    ],
    weights: {
      ...weights,
      "edges.kernel": permute(weights["edges.kernel"]!, [3, 2, 0, 1]),
      "shapes.kernel": permute(weights["shapes.kernel"]!, [3, 2, 0, 1]),
      "hidden.kernel": reshape(rows, [12 * 12 * 64, 128]),
    },
    input: { name: "image", shape: [examples, 1, 28, 28] },
    output: { name: "head", shape: [examples, 10] },
  };
}
