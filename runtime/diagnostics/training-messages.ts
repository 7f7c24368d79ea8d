import { message } from "../../grammar/diagnostic.ts";
import { didYouMean } from "./did-you-mean.ts";

/** Faults that show while a network trains. */
export const trainingMessages = {
  "not-finite": message<{
    step: number;
    epoch: number;
    what: string;
    cause: string | null;
    origin: string | null;
  }>({
    severity: "error",
    message: ({ step, epoch, what, cause, origin }) =>
      `Training stopped: \`${what}\` is not finite at step ${step} (epoch ${epoch}).` +
      (cause === null ? "" : ` The first value that is not is the result of \`${cause}\``) +
      (cause === null ? "" : origin === null || origin === "" ? "." : ` in \`${origin}\`.`),
    hint: () =>
      "Lower the learning rate, warm it up, or clip the gradient: `gradient { clip global_norm 1.0 }`. The last good weights are kept.",
    explanation:
      "A loss that is infinite or not a number never recovers, so training stops at once. The run is replayed from its last good checkpoint to find the first operation whose result is not finite; the weights are those of that checkpoint.",
  }),
  "unknown-monitor": message<{ monitor: string; known: readonly string[] }>({
    severity: "error",
    message: ({ monitor }) => `Nothing named \`${monitor}\` is measured in this run.`,
    hint: ({ monitor, known }) =>
      monitor.startsWith("val.") && !known.some((name) => name.startsWith("val."))
        ? "There is no validation part: give the data a split with one."
        : didYouMean(monitor, known),
    explanation:
      "Early stopping watches a number of the end of an epoch: `val.loss`, `val.loss.data`, `val.<metric>`, or the same with `train`.",
  }),
};
