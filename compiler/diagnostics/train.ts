import { message } from "../../grammar/diagnostic.ts";
import { didYouMean, quoteAll } from "./did-you-mean.ts";

/** Train blocks. */
export const trainMessages = {
  "several-trains": message<{ names: readonly string[] }>({
    severity: "error",
    message: ({ names }) => `this spec has ${names.length} train blocks: ${quoteAll(names)}`,
    hint: ({ names }) => `choose one by its name: \`--train ${names[0]}\``,
    explanation: "A model is made from one train block. With several, say which.",
  }),
  "no-train": message<{ name: string; known: readonly string[] }>({
    severity: "error",
    message: ({ name }) => `this spec has no train block named \`${name}\``,
    hint: ({ name, known }) =>
      known.length === 0 ? "it has none at all; add `train name { … }`" : didYouMean(name, known),
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
  "target-mismatch": message<{ loss: string; problem: string; hint?: string }>({
    severity: "error",
    message: ({ loss, problem }) => `\`${loss}\`: ${problem}`,
    hint: ({ hint }) => hint,
    explanation:
      "The output of the network and the target of the data do not fit this loss or metric: a classifier gives one logit for each class, a regression a value of the target's shape.",
  }),
  "duplicate-metric": message<{ name: string }>({
    severity: "error",
    message: ({ name }) => `\`${name}\` is measured twice`,
    hint: () => "leave one of the two out",
    explanation:
      "Results, the records of a run and `stop_early(on: val.mae)` speak of a metric by its name, so that two of one name could not be told apart, not even with different options.",
  }),
  "unknown-quantity": message<{ name: string; known: readonly string[]; unmeasured: boolean }>({
    severity: "error",
    message: ({ name }) => `nothing that is measured is called \`${name}\``,
    hint: ({ name, known, unmeasured }) =>
      unmeasured ? `add \`metrics ${name.slice(4)}\` to the train block` : didYouMean(name, known),
    explanation:
      "A run is watched by `val.loss`, the data loss on the validation part without penalties, or by a metric of the train block, `val.accuracy`. A training loss, or one that includes penalties, falls while the network overfits (L-12).",
  }),
  "no-validation": message<{ technique: string }>({
    severity: "error",
    message: ({ technique }) => `\`${technique}\` watches the validation part, which is empty`,
    hint: () => "give it a share: `split 80 / 10 / 10`",
    explanation:
      "Without validation examples there is nothing to watch. The split of the data says how many there are.",
  }),
};
