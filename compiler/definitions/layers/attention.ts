import type { Builder } from "../../program/builder.ts";
import type { Value } from "../../program/program.ts";
import { formatShape } from "../../program/shape.ts";
import { defineLayer, type ParameterRequest } from "../layer.ts";
import { causalMask } from "./causal-mask.ts";
import { refuseIntegers } from "./checks.ts";

/** The linear maps of a width onto itself, by the prefix of their slots: `query_kernel`, `query_bias`. */
const projections = ["query", "key", "value", "output"] as const;

export const attention = defineLayer({
  name: "attention",
  doc: "Multi-head self-attention over a sequence [length, width]: every position reads from all, or with `causal: true` from itself and those before it, in the shares that its query and their keys decide. Residual sum and normalization are written around it.",
  source:
    "softmax(QKᵀ/√d + mask)V for each head, d = width/heads; Q, K, V and the output are xW + b, W [width, width] (Vaswani et al. 2017)",
  options: {
    heads: { type: "integer", min: 1, doc: "How many attend side by side, each in width/heads dimensions." },
    causal: { type: "boolean", default: false, doc: "Whether positions that come later are hidden." },
    bias: { type: "boolean", default: true, doc: "Whether the four projections add biases." },
    kernel_initializer: {
      type: "initializer",
      default: "glorot_uniform",
      doc: "First values of each of the four W, with fans of width.",
    },
    bias_initializer: { type: "initializer", default: "zeros", doc: "First biases." },
  },
  positional: ["heads"],
  inputs: 1,
  infer(inputs, { heads }) {
    const { shape } = inputs[0]!;
    if (shape.length !== 2)
      return { problem: `it needs a sequence [length, width], and gets ${formatShape(shape)}`, input: 0 };
    const width = shape[1]!;
    if (width % heads === 0) return refuseIntegers(inputs) ?? inputs[0]!;
    return { problem: `a width of ${width} cannot be shared out evenly to ${heads} heads`, input: 0 };
  },
  parameters(inputs, options) {
    const width = inputs[0]!.shape[1]!;
    const fans = { fanIn: width, fanOut: width };
    return projections.flatMap((name): ParameterRequest[] => {
      const kernel: ParameterRequest = {
        slot: `${name}_kernel`,
        role: "kernel",
        shape: [width, width],
        trainable: true,
        initializer: { ...options.kernel_initializer, ...fans },
        fanInAxes: [0],
      };
      const bias: ParameterRequest = {
        slot: `${name}_bias`,
        role: "bias",
        shape: [width],
        trainable: true,
        initializer: { ...options.bias_initializer, ...fans },
        fanInAxes: [],
      };
      return options.bias ? [kernel, bias] : [kernel];
    });
  },
  build({ builder: b, inputs, parameters, options: { heads, causal } }) {
    const x = inputs[0]!;
    const [batch, length, width] = x.shape as [number, number, number];
    const depth = width / heads;
    const project = (name: (typeof projections)[number], rows: Value): Value => {
      const product = b.matmul(rows, parameters[`${name}_kernel`]!);
      const bias = parameters[`${name}_bias`];
      return bias === undefined ? product : b.add(product, bias);
    };
    const swapped = [0, 2, 1, 3];
    const split = (rows: Value) => b.transpose(b.reshape(rows, [batch, length, heads, depth]), swapped);
    const rows = b.reshape(x, [batch * length, width]);
    // The queries are scaled, not the scores: there are fewer of them, and it joins the sum with the bias.
    const query = split(b.scale(project("query", rows), 1 / Math.sqrt(depth)));
    const scores = b.matmul(query, split(project("key", rows)), false, true);
    const masked = causal ? b.add(scores, causalMask(b, length)) : scores;
    const read = attend(b, masked, split(project("value", rows)));
    const merged = b.reshape(b.transpose(read, swapped), [batch * length, width]);
    return b.reshape(project("output", merged), x.shape);
  },
});

/**
 * softmax(scores) · values, divided by the softmax's sum behind the product: one number for each row read takes the
 * place of one for each pair of positions, and so it does in the gradient.
 */
function attend(b: Builder, scores: Value, values: Value): Value {
  const last = [scores.shape.length - 1];
  // As in `logSoftmax`, the shift cancels; a row always sees at least its own position, so the maximum is a score.
  const shares = b.exp(b.sub(scores, b.stopGradient(b.reduceMax(scores, last, true))));
  return b.div(b.matmul(shares, values), b.sum(shares, last, true));
}
