import { message } from "../../grammar/diagnostic.ts";

/** Faults of checkpoints and run folders. */
export const checkpointMessages = {
  "model-file-missing": message<{ path: string }>({
    severity: "error",
    message: ({ path }) => `There is no model \`${path}\`.`,
    explanation:
      "A model document is the JSON that `regnet compile --emit ir` prints; every run folder holds its own as `model.json`.",
  }),
  "checkpoint-missing": message<{ path: string }>({
    severity: "error",
    message: ({ path }) => `There is no checkpoint \`${path}\`.`,
    hint: () => "Runs write one at the end of each epoch and every half minute.",
    explanation: "Resuming, evaluating and predicting start from a checkpoint that a run has written.",
  }),
  "checkpoint-damaged": message<{ path: string; reason: string }>({
    severity: "error",
    message: ({ path, reason }) => `The checkpoint \`${path}\` is damaged: ${reason}.`,
    explanation:
      "A checkpoint is a safetensors file: eight bytes with the header's length, a JSON header, and the tensors. Sizes, types and offsets are checked before anything is used. Checkpoints are written beside the old one and renamed, so a run that is killed leaves none half-written; a damaged one was changed or cut later.",
  }),
  "checkpoint-version": message<{ path: string; found: string; supported: number }>({
    severity: "error",
    message: ({ path, found, supported }) =>
      `The checkpoint \`${path}\` has format version ${found}; this version reads ${supported}.`,
    explanation: "It was written by another version of regnet, or by another program.",
  }),
  "checkpoint-of-another-model": message<{ path: string; problem: string }>({
    severity: "error",
    message: ({ path, problem }) => `The checkpoint \`${path}\` does not fit this spec: ${problem}.`,
    hint: () => "Resume with the spec as it was run (`spec.regnet` in the run folder), or start a new run.",
    explanation:
      "A run resumes exactly only under the spec it was started with. The checkpoint holds that spec's hash, its seed, and the names and shapes of its tensors.",
  }),
  "checkpoint-not-written": message<{ path: string; reason: string }>({
    severity: "error",
    message: ({ path, reason }) => `The checkpoint \`${path}\` cannot be written: ${reason}.`,
    hint: () => "The previous checkpoint is still whole.",
    explanation:
      "Checkpoints are written to a temporary file in the run folder, flushed to the disk and renamed. When any of it fails, the previous one stays.",
  }),
  "run-folder-exists": message<{ path: string }>({
    severity: "error",
    message: ({ path }) => `The run folder \`${path}\` exists already.`,
    hint: () => "Use `--resume` to go on with it, or name another with `--out`.",
    explanation: "A run never overwrites another's results.",
  }),
  "run-folder-missing": message<{ path: string }>({
    severity: "error",
    message: ({ path }) => `There is no run in \`${path}\` to go on with.`,
    hint: () => "Start one without `--resume`.",
    explanation: "A run folder holds the file `metrics.jsonl` from its beginning.",
  }),
  "run-folder-not-writable": message<{ path: string; reason: string }>({
    severity: "error",
    message: ({ path, reason }) => `\`${path}\` of the run cannot be written: ${reason}.`,
    explanation: "The disk is full, or permissions forbid it.",
  }),
};
