import { didYouMean } from "../../compiler/diagnostics/did-you-mean.ts";
import type { BackendName } from "../../compiler/plan/backend-name.ts";
import { message } from "../../grammar/diagnostic.ts";
import type { NonFinite } from "../non-finite.ts";

/** Faults that show when a network is made ready to train, and while it does. */
export const trainingMessages = {
  "too-large-for-memory": message<{
    needed: number;
    limit: number;
    backend: string;
    largest: { readonly name: string; readonly bytes: number };
  }>({
    severity: "error",
    message: ({ needed, limit, backend }) =>
      `one training step needs ${gibibytes(needed)} at once; ${backend} has ${gibibytes(limit)} to give`,
    hint: ({ largest }) =>
      `the largest tensor is \`${largest.name}\` with ${gibibytes(largest.bytes)}; a smaller batch or narrower layers need less`,
    explanation:
      "The plan of a step says how much memory its tensors take at most, so a network that cannot fit is refused before anything is allocated. On wasm a model may take 2 GiB, whatever the machine has.",
  }),
  "out-of-memory": message<{ backend: string }>({
    severity: "error",
    message: ({ backend }) => `${backend} has no memory left for another tensor`,
    hint: () => "a smaller batch or narrower layers need less",
    explanation:
      "What a step needs is estimated before it runs, and a step that cannot fit is refused. It may still happen that the memory that is left is in pieces, or that another program took it meanwhile. The last checkpoint is kept.",
  }),
  "unknown-setting": message<{ owner: string; name: string; known: readonly string[]; inside?: string }>({
    severity: "error",
    message: ({ owner, name }) => `\`${owner}\` has no option \`${name}\``,
    hint: ({ name, known, inside }) =>
      inside === undefined ? didYouMean(name, known) : `write \`${inside}: { ${name}: … }\``,
    explanation:
      "Options of `compile` and `check`, the settings of their `run`, and the fields of `memory` have fixed names. One that is not known is refused, never ignored; TypeScript says so before anything runs.",
  }),
  "threads-not-used": message<{ wanted: number; used: number; backend: BackendName }>({
    severity: "warning",
    message: ({ wanted, used, backend }) =>
      `${wanted} threads are asked for, and ${backend} uses ${used === 1 ? "one" : used}`,
    hint: ({ backend }) =>
      backend === "cpu"
        ? "only the backend wasm shares a step's work"
        : "there are no more cores to share memory, or the step is too small for more to gain from it",
    explanation:
      "Threads share a step's work on the backend wasm, at most one a core, and only where a training step is large enough that waiting for each other costs less than is gained; in a page, also only where memory can be shared. The numbers are the same with any number of threads.",
  }),
  "nothing-to-train": message<{ file: string }>({
    severity: "error",
    message: ({ file }) => `\`${file}\` has no train block, so there is nothing to train`,
    hint: () => "add `train name { network …; data …; loss …; optimizer …; batch …; epochs … }`",
    explanation:
      "Networks, policies and data are declarations; a train block puts them together into something that can run. A spec without one can be checked and imported.",
  }),
  "model-has-no-choices": message<{ file: string }>({
    severity: "error",
    message: ({ file }) => `\`${file}\` is a model: \`--train\` and \`--set\` choose within a spec`,
    hint: () => "`--epochs`, `--batch` and `--seed` can be given for a model too",
    explanation:
      "A model document has the values of params and one train block worked into it, so there is nothing left to choose. Compile the spec again with other values.",
  }),
  "fields-do-not-fit": message<{ field: string; problem: string }>({
    severity: "error",
    message: ({ field, problem }) => `the data's field \`${field}\` does not fit the model: ${problem}`,
    explanation:
      "A model says the shape and dtype of every input and what kind of target its loss takes. The data that was loaded gives something else: other columns, other image sizes, or other classes than the model was made for.",
  }),
  "short-average": message<{ keep: number; steps: number; needed: number }>({
    severity: "warning",
    message: ({ keep, steps, needed }) =>
      `\`ema ${keep}\` needs about ${needed} steps to forget the first weights, and the run has ${steps}`,
    hint: ({ keep }) => `let it warm up: \`ema(${keep}, warmup: 1)\`; or keep less`,
    explanation:
      "An average that keeps the share d looks back over about 1/(1 - d) steps. In a run of fewer than five times as many, what is evaluated in the end is pulled towards weights that had hardly been trained (L-21). A warm-up lets early averages look back less far.",
  }),
  "not-finite": message<{
    step: number;
    epoch: number;
    during: "training" | "evaluation";
    where: NonFinite;
  }>({
    severity: "error",
    message: ({ step, epoch, during, where }) =>
      `stopped during ${during}, after ${step} steps in epoch ${epoch}: ${wordsFor(where)}`,
    hint: ({ where }) =>
      "input" in where && where.input.kind === "batch"
        ? "look for extreme values in the data, and scale or standardise them"
        : "lower the learning rate, warm it up, or clip the gradient: `gradient { clip global_norm 1.0 }`",
    explanation:
      "A loss or gradient that is infinite or not a number never recovers, so the run stops at once. The operation named is the first one in the step whose result is not finite while all it read was. The weights are those before that step, and the last checkpoint is kept.",
  }),
  "unknown-monitor": message<{ monitor: string; known: readonly string[] }>({
    severity: "error",
    message: ({ monitor }) => `nothing named \`${monitor}\` is measured in this run`,
    hint: ({ monitor, known }) =>
      monitor.startsWith("val") && !known.some((name) => name.startsWith("val"))
        ? "there is no validation part: give the data a split with one"
        : didYouMean(monitor, known),
    explanation:
      "Early stopping watches a number of the end of an epoch: `val.loss`, `val.loss.data`, `val.<metric>`, or the same with `train`.",
  }),
};

function wordsFor(where: NonFinite): string {
  const value = where.value === "NaN" ? "NaN" : "infinity";
  if ("step" in where) {
    const { op, origin } = where.step;
    return `\`${op}\` ${origin === "" ? "" : `of \`${origin}\` `}is the first operation to give ${value}`;
  }
  const { kind, name } = where.input;
  return kind === "batch" ? `the data's \`${name}\` holds ${value}` : `the ${kind} \`${name}\` is ${value}`;
}

function gibibytes(bytes: number): string {
  const gib = bytes / 2 ** 30;
  return gib >= 0.1 ? `${gib.toFixed(1)} GiB` : `${(bytes / 2 ** 20).toFixed(1)} MiB`;
}
