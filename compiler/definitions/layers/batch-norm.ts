import { batchNormalization, normalize } from "../../program/composites.ts";
import { defineLayer, type ParameterRequest } from "../layer.ts";
import { refuseIntegers } from "./checks.ts";

export const batchNorm = defineLayer({
  name: "batch_norm",
  doc: "Batch normalization per channel (last axis): by the batch's mean and variance in training, which moving averages remember for inference.",
  source:
    "γ(x - μ)/√(σ² + ε) + β, σ² biased; moving ← keep·moving + (1 - keep)·batch (Ioffe & Szegedy 2015; 2.6, 2.12)",
  options: {
    keep: {
      type: "number",
      min: 0,
      below: 1,
      default: 0.99,
      doc: "Share of the moving averages that is kept each step; torch's `momentum` is 1 - keep.",
    },
    epsilon: { type: "number", above: 0, default: 1e-3, doc: "ε, added to the variance." },
  },
  positional: [],
  inputs: 1,
  infer(inputs) {
    if (inputs[0]!.shape.length === 0) {
      return { problem: "it needs an axis of channels, and gets a scalar", input: 0 };
    }
    return refuseIntegers(inputs) ?? inputs[0]!;
  },
  parameters(inputs) {
    const channels = inputs[0]!.shape.at(-1)!;
    const vector = (
      slot: string,
      role: "norm" | "statistic",
      initializer: "zeros" | "ones",
    ): ParameterRequest => ({
      slot,
      role,
      shape: [channels],
      trainable: role === "norm",
      initializer: { name: initializer, options: {}, fanIn: channels, fanOut: channels },
      fanInAxes: [],
    });
    return [
      vector("gamma", "norm", "ones"),
      vector("beta", "norm", "zeros"),
      vector("moving_mean", "statistic", "zeros"),
      vector("moving_variance", "statistic", "ones"),
    ];
  },
  build({ builder: b, inputs, parameters, options, training, update }) {
    const x = inputs[0]!;
    const movingMean = parameters.moving_mean!;
    const movingVariance = parameters.moving_variance!;
    const affine = { x, gamma: parameters.gamma!, beta: parameters.beta!, epsilon: options.epsilon };
    if (!training) return normalize(b, { ...affine, mean: movingMean, variance: movingVariance });
    const result = batchNormalization(b, { ...affine, movingMean, movingVariance, momentum: options.keep });
    update("moving_mean", result.movingMean);
    update("moving_variance", result.movingVariance);
    return result.output;
  },
});
