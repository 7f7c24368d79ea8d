import * as tf from "@tensorflow/tfjs";
import type { Fixture, FixtureTensors } from "../../workloads/fixture.ts";
import { meanSquare } from "../mean-square.ts";
import type { Subject } from "../subject.ts";
import { tensorOf } from "../tfjs/tensors.ts";
import { FLAT_SHAPE, type GraphNode } from "./graphs.ts";

/** `tf.loadGraphModel` and its `predict`. */
export async function graphPrediction(nodes: readonly GraphNode[], fixture: Fixture): Promise<Subject> {
  const flatShape = { shape: [2], values: Int32Array.of(-1, 12 * 12 * 64) };
  const wanted = new Set(nodes.map(({ name }) => name));
  const constants = Object.entries({ ...fixture.weights, [FLAT_SHAPE]: flatShape }).filter(([name]) =>
    wanted.has(name),
  );
  const model = await tf.loadGraphModel(tf.io.fromMemory(artifacts(nodes, Object.fromEntries(constants))));
  const images = fixture.batches.map(({ image }) => tensorOf(image!));
  return {
    step: (batch) =>
      tf.tidy(() => {
        const logits = model.predict(images[batch]!) as tf.Tensor;
        return meanSquare(logits.dataSync() as Float32Array);
      }),
  };
}

function artifacts(nodes: readonly GraphNode[], weights: FixtureTensors): tf.io.ModelArtifacts {
  const entries = Object.entries(weights);
  const weightData = new Uint8Array(entries.reduce((size, [, { values }]) => size + values.byteLength, 0));
  let offset = 0;
  for (const [, { values }] of entries) {
    weightData.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), offset);
    offset += values.byteLength;
  }
  return {
    modelTopology: { node: nodes, library: {}, versions: {} },
    format: "graph-model",
    weightSpecs: entries.map(([name, { shape, values }]) => {
      return { name, shape: [...shape], dtype: values instanceof Int32Array ? "int32" : "float32" };
    }),
    weightData: weightData.buffer,
  };
}
