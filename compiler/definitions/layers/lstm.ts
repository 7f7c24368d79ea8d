import { formatShape } from "../../program/shape.ts";
import { defineLayer, type ParameterRequest } from "../layer.ts";
import { refuseIntegers } from "./checks.ts";

export const lstm = defineLayer({
  name: "lstm",
  doc: "A long short-term memory over a sequence [length, width], from a state of zeros. Gates stand in the kernels in the order of Keras: input, forget, candidate, output.",
  source:
    "i, f, o = σ(xW + h₋₁R + b), g = tanh(xW + h₋₁R + b), c = f·c₋₁ + i·g, h = o·tanh(c); W [in, 4·units], R [units, 4·units] (Hochreiter & Schmidhuber 1997; Gers et al. 2000)",
  options: {
    units: { type: "integer", min: 1, doc: "Numbers that the memory holds, and that come out of each step." },
    return: {
      type: "choice",
      choices: ["sequence", "last"],
      default: "sequence",
      doc: "What comes out: h of every step, [length, units], or of the last one, [units]. Keras' default is `last`.",
    },
    kernel_initializer: { type: "initializer", default: "glorot_uniform", doc: "First values of W (T12)." },
    recurrent_initializer: {
      type: "initializer",
      default: "orthogonal",
      doc: "First values of R, the parameter `recurrent`.",
    },
    bias_initializer: {
      type: "initializer",
      default: "forget_bias",
      doc: "First values of b; `zeros` is `unit_forget_bias=False` in Keras.",
    },
  },
  positional: ["units"],
  inputs: 1,
  infer(inputs, options) {
    const { shape } = inputs[0]!;
    if (shape.length !== 2)
      return { problem: `it needs a sequence [length, width], and gets ${formatShape(shape)}`, input: 0 };
    const { units } = options;
    return (
      refuseIntegers(inputs) ?? {
        shape: options.return === "last" ? [units] : [shape[0]!, units],
        dtype: "f32",
      }
    );
  },
  parameters(inputs, options) {
    const width = inputs[0]!.shape[1]!;
    const { units } = options;
    const request = (
      slot: "kernel" | "recurrent" | "bias",
      shape: readonly number[],
      initializer: typeof options.kernel_initializer,
      fanIn: number,
    ): ParameterRequest => ({
      slot,
      role: slot,
      shape,
      trainable: true,
      initializer: { ...initializer, fanIn, fanOut: 4 * units },
      fanInAxes: slot === "bias" ? [] : [0],
    });
    return [
      request("kernel", [width, 4 * units], options.kernel_initializer, width),
      request("recurrent", [units, 4 * units], options.recurrent_initializer, units),
      request("bias", [4 * units], options.bias_initializer, width),
    ];
  },
  build({ builder: b, inputs, parameters, options }) {
    const x = inputs[0]!;
    const [batch, steps, width] = x.shape as readonly [number, number, number];
    const { kernel, recurrent, bias } = parameters;
    // The input's part of all sums of all steps is one product; only the state's part waits for the step before.
    const sums = b.add(b.matmul(b.reshape(x, [batch * steps, width]), kernel!), bias!);
    const projected = b.reshape(sums, [batch, steps, 4 * options.units]);
    const hidden = b.emit("lstm", [projected, recurrent!], {});
    if (options.return === "sequence") return hidden;
    const last = b.slice(hidden, [0, steps - 1, 0], [batch, 1, options.units]);
    return b.reshape(last, [batch, options.units]);
  },
});
