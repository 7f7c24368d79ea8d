import type { HostScalar } from "../../program/host-scalar.ts";
import { defineTechnique } from "../technique.ts";

/** The exponent of timm's warm-up. */
const POWER = -2 / 3;

export const ema = defineTechnique({
  name: "ema",
  doc: "Keeps an exponential moving average of the weights, and of moving statistics with them. Validation, early stopping, evaluation and prediction read the average; training goes on from the weights themselves (N-16). It begins as a copy, so nothing has to be debiased.",
  source:
    "e ← d·e + (1 - d)·w after each step, e ← w after the first (Polyak & Juditsky 1992; Keras `use_ema`, torch `AveragedModel`; F-19); warm-up d_t = min(d, 1 - (1 + t/γ)^(-2/3)) (timm; L-21)",
  options: {
    keep: {
      type: "number",
      min: 0,
      below: 1,
      doc: "d, the share of the average that is kept each step: it looks back over about 1/(1 - d) steps.",
    },
    warmup: {
      type: "number",
      above: 0,
      default: null,
      doc: "γ, in steps: early averages look back less far, for runs shorter than 5/(1 - d) steps.",
    },
    evaluate: {
      type: "choice",
      choices: ["average", "last"],
      default: "average",
      doc: "Which weights are validated, evaluated and predicted with; with `last` the average is only stored.",
    },
  },
  positional: ["keep"],
  sites: ["update"],
  effect: {
    step: "average",
    keep: ({ keep, warmup }) => shareKept(keep, warmup),
    evaluates: ({ evaluate }) => evaluate === "average",
  },
  effective: ({ keep, warmup, evaluate }) => {
    const early = warmup === null ? "a copy after the first step" : `less early, by γ = ${warmup}`;
    const readers = evaluate === "average" ? "evaluation reads e" : "evaluation reads w";
    return `e <- ${keep} * e + ${shortest(1 - keep)} * w, over about ${shortest(1 / (1 - keep))} steps; ${early}; ${readers}`;
  },
});

/** d at this step; 0 at the first, which makes the average a copy. */
function shareKept(keep: number, warmup: number | null): HostScalar {
  const finished: HostScalar = { op: "step" };
  if (warmup === null) return { op: "mul", args: [keep, { op: "min", args: [finished, 1] }] };
  const age: HostScalar = { op: "add", args: [1, { op: "div", args: [finished, warmup] }] };
  return { op: "min", args: [keep, { op: "sub", args: [1, { op: "pow", args: [age, POWER] }] }] };
}

/** Without the digits that binary fractions leave: 1 - 0.999 is 0.001. */
function shortest(value: number): string {
  return String(Number(value.toPrecision(6)));
}
