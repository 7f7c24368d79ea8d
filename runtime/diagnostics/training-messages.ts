import { message } from "../../grammar/diagnostic.ts";
import type { NonFinite } from "../non-finite.ts";
import { didYouMean } from "./did-you-mean.ts";

/** Faults that show while a network trains. */
export const trainingMessages = {
  "not-finite": message<{
    step: number;
    epoch: number;
    during: "training" | "evaluation";
    where: NonFinite;
  }>({
    severity: "error",
    message: ({ step, epoch, during, where }) =>
      `Stopped during ${during}, after ${step} steps in epoch ${epoch}: ${wordsFor(where)}.`,
    hint: ({ where }) =>
      "input" in where && where.input.kind === "batch"
        ? "Look for extreme values in the data, and scale or standardise them."
        : "Lower the learning rate, warm it up, or clip the gradient: `gradient { clip global_norm 1.0 }`.",
    explanation:
      "A loss or gradient that is infinite or not a number never recovers, so the run stops at once. The operation named is the first one in the step whose result is not finite while all it read was. The weights are those before that step, and the last checkpoint is kept.",
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

function wordsFor(where: NonFinite): string {
  const value = where.value === "NaN" ? "NaN" : "infinity";
  if ("step" in where) {
    const { op, origin } = where.step;
    return `\`${op}\` ${origin === "" ? "" : `of \`${origin}\` `}is the first operation to give ${value}`;
  }
  const { kind, name } = where.input;
  return kind === "batch" ? `the data's \`${name}\` holds ${value}` : `the ${kind} \`${name}\` is ${value}`;
}
