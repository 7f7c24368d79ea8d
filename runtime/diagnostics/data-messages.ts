import { didYouMean } from "../../compiler/diagnostics/did-you-mean.ts";
import { message } from "../../grammar/diagnostic.ts";

/** Faults of making fields, labels and parts of what was read. */
export const dataMessages = {
  "no-examples-in-part": message<{ part: string }>({
    severity: "error",
    message: ({ part }) => `the data has no examples in its ${part} part`,
    hint: () =>
      "the split of the spec decides it: `split 80 / 10 / 10` gives training, validation and test shares",
    explanation: "A part that the split gives no share holds nothing to evaluate or predict.",
  }),
  "label-out-of-range": message<{ name: string; index: number; value: number; classes: number }>({
    severity: "error",
    message: ({ name, index, value, classes }) =>
      `\`${name}\`: label ${index} is ${value}; with ${classes} classes, labels are 0 to ${classes - 1}`,
    explanation:
      "Classes are counted on the training part; a label beyond them has no output of the network.",
  }),
  "index-out-of-range": message<{
    field: string;
    part: string;
    value: number;
    node: string;
    below: number;
    needed: number;
    characters: number | null;
  }>({
    severity: "error",
    message: ({ field, part, value, node, below }) =>
      `\`${field}\` is ${value} in an example of the ${part} part; the table of \`${node}\` has ${below} rows, 0 to ${below - 1}`,
    hint: ({ value, needed, characters }) => {
      if (value < 0) return "indices are counted from 0; a category that the training part lacks is -1";
      const why = characters === null ? "the greatest index asks for" : "the text's different characters are";
      return `${why} ${needed}${characters === null ? " rows" : ""}: \`embedding(${needed}, …)\``;
    },
    explanation:
      "An embedding has a row for each whole number that its input may hold. All data is looked at before training, and new examples before a prediction.",
  }),
  "target-out-of-range": message<{ field: string; loss: string; part: string; value: number }>({
    severity: "error",
    message: ({ field, loss, part, value }) =>
      `\`${loss}\` takes 0, 1 or a probability, but \`${field}\` is ${value} in an example of the ${part} part`,
    hint: () => "for more than two classes use `cross_entropy`; do not standardize a yes-or-no target",
    explanation:
      "Outside of 0 … 1 binary cross-entropy has no least value, and training would follow it without end.",
  }),
  "field-not-in-source": message<{ field: string; known: readonly string[] }>({
    severity: "error",
    message: ({ field }) => `the data has no field \`${field}\``,
    hint: ({ field, known }) => didYouMean(field, known),
    explanation: "Sources other than tables make their fields themselves, under fixed names.",
  }),
  "transform-does-not-fit": message<{ transform: string; field: string; problem: string }>({
    severity: "error",
    message: ({ transform, field, problem }) =>
      `\`${transform}\` cannot be applied to field \`${field}\`: ${problem}`,
    explanation:
      "Each transform takes numbers, categories or labels, and gives numbers. `onehot` and `index` take categories and whole-number labels; `standardize`, `minmax` and `scale` take numbers.",
  }),
  "field-shape": message<{ field: string; expected: readonly number[]; found: readonly number[] }>({
    severity: "error",
    message: ({ field, expected, found }) =>
      `field \`${field}\` has the shape [${found.join(", ")}]; it had [${expected.join(", ")}] when the network was trained`,
    explanation: "New data must have the size of the data that the network was trained on.",
  }),
  "split-has-test": message<{ source: string; share: number }>({
    severity: "error",
    message: ({ source, share }) =>
      `the source \`${source}\` has a test part of its own, and the split asks for another (its test share is ${share})`,
    hint: () => "leave the test share at 0: `split 90 / 10`",
    explanation:
      "Published data sets are compared on their own test part; the split divides only their training part.",
  }),
  "categories-without-transform": message<{ field: string; column: string; value: string }>({
    severity: "error",
    message: ({ field, column, value }) =>
      `field \`${field}\`: column \`${column}\` holds categories (\`${value}\`), and no transform makes numbers of them`,
    hint: () => "add `category: onehot` or `category: index`",
    explanation: "A network reads numbers. How categories become numbers is a choice of the spec.",
  }),
  "part-empty": message<{ part: string; examples: number; share: number }>({
    severity: "error",
    message: ({ part, examples, share }) =>
      `the ${part} part would be empty: its share is ${share}, and there ${examples === 1 ? "is 1 example" : `are ${examples} examples`}`,
    explanation: "Training needs examples, and a part that the split asks for must hold at least one.",
  }),
};
