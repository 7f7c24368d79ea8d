/** What the files of a run folder are called. */
export const runFiles = {
  /** The model as it is run. */
  model: "model.json",
  /** A line an epoch; written last when a folder is made, so a folder that has it was set up whole. */
  metrics: "metrics.jsonl",
  checkpoint: "checkpoint.safetensors",
  /** Written at the end. */
  result: "result.json",
} as const;
