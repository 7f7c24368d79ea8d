import { defineTechnique } from "../technique.ts";

export const stopEarly = defineTechnique({
  name: "stop_early",
  doc: "Ends the run when a quantity has not improved for some epochs. `val.loss` is the data loss on the validation part, without penalties (L-12).",
  source:
    "improvement: better than the best by more than min_delta; stop when `patience` epochs in a row brought none (Keras EarlyStopping; Prechelt 1998; 2.10)",
  options: {
    on: { type: "name", default: "val.loss", doc: "What is watched: `val.loss` or `val.<metric>`." },
    patience: { type: "integer", min: 1, doc: "Epochs without improvement after which the run ends." },
    min_delta: { type: "number", min: 0, default: 0, doc: "How much better counts as better." },
    mode: {
      type: "choice",
      choices: ["auto", "min", "max"],
      default: "auto",
      doc: "Whether less or more is better; `auto` knows it from the quantity.",
    },
    restore: {
      type: "choice",
      choices: ["best", "last"],
      default: "best",
      doc: "Which weights remain at the end of the run, whatever ended it.",
    },
  },
  positional: ["on", "patience"],
  sites: ["run"],
  effect: { step: "run" },
  effective: ({ on, patience, restore }) =>
    `stop after ${patience} epochs without improvement of ${on}; keep the ${restore} weights`,
});
