import * as tf from "@tensorflow/tfjs";
import type { Fixture } from "../../workloads/fixture.ts";
import type { SubjectModule } from "../subject.ts";
import { openTfjs } from "../tfjs/open.ts";
import { tensorOf } from "../tfjs/tensors.ts";
import { layersTraining } from "./training.ts";

const [LENGTH, VOCABULARY, WIDTH] = [64, 65, 128];

/**
 * Characters come in one-hot, as in tfjs's own example "lstm-text-generation": its wasm backend has no gradient of a
 * gather, so `embedding` cannot be trained there. A dense layer without bias stands for the table.
 */
function charLm(): tf.Sequential {
  return tf.sequential({
    layers: [
      tf.layers.dense({ units: WIDTH, useBias: false, inputShape: [LENGTH, VOCABULARY] }),
      tf.layers.lstm({ units: WIDTH, returnSequences: true, recurrentActivation: "sigmoid" }),
      tf.layers.dense({ units: VOCABULARY, activation: "softmax" }),
    ],
  });
}

function oneHotBatches({ batches }: Fixture) {
  const oneHot = (tokens: tf.Tensor) => tf.cast(tf.oneHot(tokens as tf.Tensor2D, VOCABULARY), "float32");
  return batches.map(({ tokens, next }) => ({
    x: oneHot(tensorOf(tokens!)),
    y: oneHot(tensorOf(next!)),
  }));
}

export const prepare: SubjectModule["prepare"] = async (fixture) => {
  await openTfjs();
  return layersTraining(charLm(), fixture, oneHotBatches(fixture));
};
