import { defineLayer } from "../layer.ts";

export const embedding = defineLayer({
  name: "embedding",
  doc: "Each whole number becomes a row of a learned table: the vector of a word, a letter, a category. Takes i32 of any shape and puts the width behind it. The role of its table is `embedding`.",
  source: "y = E[x], E [vocabulary, width] (Bengio et al. 2003)",
  options: {
    vocabulary: { type: "integer", min: 1, doc: "Rows of the table; its input holds 0 to vocabulary - 1." },
    width: { type: "integer", min: 1, doc: "Numbers in a row." },
    initializer: {
      type: "initializer",
      default: "uniform",
      doc: "First values of the table; U(±0.05) as in Keras, where torch has N(0, 1).",
    },
  },
  positional: ["vocabulary", "width"],
  inputs: 1,
  infer(inputs, { width }) {
    const { shape, dtype } = inputs[0]!;
    if (dtype === "i32") return { shape: [...shape, width], dtype: "f32" };
    return {
      problem: "it looks up rows by whole numbers (i32), and gets real ones (f32)",
      hint: "numbers and images go to `dense` or `conv`; words, letters and categories come as `i32[…]`: of `text`, of `category: index`, or of an `Int32Array` in memory",
      input: 0,
    };
  },
  rows: ({ vocabulary }) => vocabulary,
  parameters: (_, { vocabulary, width, initializer }) => [
    {
      slot: "weight",
      role: "embedding",
      shape: [vocabulary, width],
      trainable: true,
      initializer: { ...initializer, fanIn: vocabulary, fanOut: width },
      // Per-unit norms are those of a word's vector (0.3).
      fanInAxes: [1],
    },
  ],
  build: ({ builder: b, inputs, parameters }) => b.emit("gather", [parameters.weight!, inputs[0]!], {}),
});
