import { message } from "../../grammar/diagnostic.ts";
import { didYouMean, quoteAll } from "./did-you-mean.ts";
import { elsewhereFor } from "./foreign-names.ts";

/** Tensors flowing through a network. */
export const shapeMessages = {
  "unknown-layer": message<{ name: string; known: readonly string[] }>({
    severity: "error",
    message: ({ name }) => `there is no layer or block named \`${name}\``,
    hint: ({ name, known }) => elsewhereFor(name, known) ?? didYouMean(name, known),
    explanation: "A stage of a pipe is a layer, a block, or a layer shared under a name (`layer table = …`).",
  }),
  "shape-mismatch": message<{ layer: string; problem: string; hint?: string }>({
    severity: "error",
    message: ({ layer, problem }) => `\`${layer}\`: ${problem}`,
    hint: ({ hint }) => hint,
    explanation:
      "What flows into the layer has a shape it cannot take. The second place shows where that shape came from. Shapes leave the batch out: an image is `[height, width, channels]`.",
  }),
  "wrong-input-count": message<{ layer: string; expected: string; given: number }>({
    severity: "error",
    message: ({ layer, expected, given }) =>
      `\`${layer}\` takes ${expected}, but ${given} ${given === 1 ? "flows" : "flow"} in`,
    hint: ({ layer }) =>
      `inputs come through \`->\` and as the first arguments: \`a -> ${layer}(b)\` or \`${layer}(a, b)\``,
    explanation: "Layers such as `dense` take one input, sums and products two, `concat` two or more.",
  }),
  "not-a-tensor": message<{ found: string; hint?: string }>({
    severity: "error",
    message: ({ found }) => `${found} is no value that flows through the network`,
    hint: ({ hint }) => hint,
    explanation:
      "Pipes, sums and outputs hold tensors: inputs, bindings, and what layers make of them. A layer needs something to flow into it.",
  }),
  "several-outputs": message<{ block: string; outputs: readonly string[] }>({
    severity: "error",
    message: ({ block, outputs }) => `\`${block}\` has ${outputs.length} outputs, so one has to be chosen`,
    hint: ({ outputs }) =>
      `bind it to a name, then write \`name.${outputs[0]}\`; there is ${quoteAll(outputs)}`,
    explanation:
      "A block with several outputs is bound to a name first, and its outputs are taken from that name.",
  }),
  "missing-output": message<{ what: string; name: string }>({
    severity: "error",
    message: ({ what, name }) => `the ${what} \`${name}\` has no output`,
    hint: () => "end it with `output name = …`",
    explanation: "Without an output nothing of the network can be trained or used.",
  }),
  "missing-input": message<{ what: string; name: string }>({
    severity: "error",
    message: ({ what, name }) => `the ${what} \`${name}\` has no input`,
    hint: () => "begin it with `input name: f32[…]`",
    explanation: "Without an input the network would compute the same for every example.",
  }),
  "untyped-input": message<{ name: string }>({
    severity: "error",
    message: ({ name }) => `the type of the input \`${name}\` is not known`,
    hint: ({ name }) =>
      `write \`input ${name}: f32[…]\`, or take it from data: \`input ${name}: houses.${name}\``,
    explanation:
      "The input of a network has a written type, the type of a data field, or, when a train block uses the network, the type of the field with the same name.",
  }),
  "input-type-mismatch": message<{ name: string; declared: string; given: string; giver: string }>({
    severity: "error",
    message: ({ name, declared, given, giver }) =>
      `the input \`${name}\` is declared as \`${declared}\`, but ${giver} gives \`${given}\``,
    hint: ({ declared, given }) =>
      declared.startsWith("i32") && given.startsWith("f32")
        ? "numbers and images are f32, for `dense` and `conv`; i32 are the characters of a `text`, a column with `category: index`, and an `Int32Array` in memory"
        : undefined,
    explanation:
      "The written type of an input has to agree with what reaches it: the data field of that name, or what flows into the block.",
  }),
  "bad-dimension": message<{ found: string }>({
    severity: "error",
    message: ({ found }) => `a dimension is a whole number from 1, not ${found}`,
    hint: () => "the batch is never written",
    explanation: "Every dimension of a tensor is known when the spec is checked. The batch is left out.",
  }),
  "bad-repeat": message<{ found: string; most: number }>({
    severity: "error",
    message: ({ found, most }) => `a repeat count is a whole number from 1 to ${most}, not ${found}`,
    explanation: "`repeat(n)` makes n copies with weights of their own, one after the other.",
  }),
  "nothing-to-repeat": message<{ name: string; why: string; hint?: string }>({
    severity: "error",
    message: ({ name, why }) => `\`${name}\` cannot be repeated: ${why}`,
    hint: ({ hint }) => hint,
    explanation:
      "`repeat(n)` makes n copies of a layer or block, each with weights of its own. A shared layer has one set of weights, and a technique is a rule on a place.",
  }),
  "network-too-large": message<{ limit: number }>({
    severity: "error",
    message: ({ limit }) => `this network has more than ${limit} layers`,
    explanation: "Checking a spec is bounded in time and memory. Repeats within repeats multiply quickly.",
  }),
  "value-too-large": message<{ layer: string; type: string }>({
    severity: "error",
    message: ({ layer, type }) => `\`${layer}\` would need \`${type}\`, more than can be held`,
    explanation:
      "A tensor holds at most 2³¹ - 1 numbers for each example, and has at most 7 dimensions. A size that was computed is the usual cause.",
  }),
  "shared-shape-mismatch": message<{ name: string; first: string; second: string }>({
    severity: "error",
    message: ({ name, first, second }) =>
      `the shared layer \`${name}\` has weights for \`${first}\`, but here \`${second}\` flows in`,
    explanation:
      "A layer that is used several times has one set of weights. Their shapes were settled by its first use; every other use has to need the same.",
  }),
  "unsupported-tie": message<{ written: string }>({
    severity: "error",
    message: ({ written }) => `\`${written}\` ties weights to another layer's, which no layer takes yet`,
    hint: () => "share a whole layer instead: `layer name = …`, used several times",
    explanation:
      "Using one layer's weights, or their transpose, as those of another is not part of the language yet. A layer declared with `layer` may be used many times with one set of weights.",
  }),
};
