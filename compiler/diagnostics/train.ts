import { message } from "../../grammar/diagnostic.ts";
import { didYouMean, quoteAll } from "./did-you-mean.ts";

/** Train blocks. */
export const trainMessages = {
  "several-trains": message<{ names: readonly string[] }>({
    severity: "error",
    message: ({ names }) => `this spec has ${names.length} train blocks: ${quoteAll(names)}`,
    hint: () => "choose one by its name",
    explanation: "A model is made from one train block. With several, say which.",
  }),
  "no-train": message<{ name: string }>({
    severity: "error",
    message: ({ name }) => `this spec has no train block named \`${name}\``,
    hint: () => "it has none at all; add `train name { … }`",
    explanation: "A model is made from a train block, and the chosen one does not exist.",
  }),
  "unknown-train-clause": message<{ name: string; known: readonly string[] }>({
    severity: "error",
    message: ({ name }) => `a train block has no \`${name}\``,
    hint: ({ name, known }) => didYouMean(name, known),
    explanation:
      "A train block says: network, policy, data, loss, optimizer, batch, epochs, seed and metrics. How the network is regularized belongs to a policy.",
  }),
  "duplicate-clause": message<{ name: string }>({
    severity: "error",
    message: ({ name }) => `\`${name}\` is said twice`,
    explanation: "Each clause stands once. Only `policy` may be repeated: policies compose in order.",
  }),
  "missing-clause": message<{ train: string; name: string; example: string }>({
    severity: "error",
    message: ({ train, name }) => `\`train ${train}\` does not say its \`${name}\``,
    hint: ({ example }) => `for example \`${example}\``,
    explanation:
      "A train block needs a network, data, a loss, an optimizer and a number of epochs. The policy may be left out (nothing is regularized then); the batch is 32, the seed 0 and there are no metrics unless they are said.",
  }),
  "bad-clause": message<{ name: string; example: string }>({
    severity: "error",
    message: ({ name }) => `this is not how \`${name}\` is written`,
    hint: ({ example }) => `for example \`${example}\``,
    explanation: "Every clause of a train block has one form; the language reference shows it.",
  }),
  "bad-loss": message<{ loss: string }>({
    severity: "error",
    message: ({ loss }) => `\`${loss}\` compares an output with a field of the data`,
    hint: ({ loss }) => `write \`${loss}(output, field)\`, or \`${loss}(name)\` when both have the same name`,
    explanation:
      "A loss takes the name of a network output and the name of a target field. With one name, the field is the one of that name, or the only target.",
  }),
  "unknown-output": message<{ network: string; name: string; known: readonly string[] }>({
    severity: "error",
    message: ({ network, name }) => `the network \`${network}\` has no output \`${name}\``,
    hint: ({ name, known }) => didYouMean(name, known),
    explanation: "The loss takes an output of the network by its name.",
  }),
  "ambiguous-target": message<{ name: string; targets: readonly string[] }>({
    severity: "error",
    message: ({ name, targets }) =>
      targets.length === 0
        ? `the data has no target to compare \`${name}\` with`
        : `the data has no target \`${name}\`, and ${targets.length} others`,
    hint: ({ targets }) => (targets.length === 0 ? undefined : `name one of ${quoteAll(targets)}`),
    explanation:
      "With one name in a loss, the target is the field of that name, or the only target there is.",
  }),
  "class-count-mismatch": message<{ output: string; width: number; field: string; classes: number }>({
    severity: "error",
    message: ({ output, width, field, classes }) =>
      `\`${output}\` has ${width} ${width === 1 ? "unit" : "units"}, but \`${field}\` has ${classes} classes`,
    hint: ({ classes }) => `the last layer needs ${classes} units`,
    explanation: "A classifier gives one logit for each class of the label.",
  }),
  "target-shape-mismatch": message<{ output: string; shape: string; field: string; target: string }>({
    severity: "error",
    message: ({ output, shape, field, target }) =>
      `\`${output}\` is \`${shape}\`, but the target \`${field}\` is \`${target}\``,
    explanation: "The loss compares the output with the target element by element; both need the same shape.",
  }),
};
