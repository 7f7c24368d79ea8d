import { message } from "../../grammar/diagnostic.ts";

/** Faults of checkpoints and run folders. */
export const checkpointMessages = {
  "model-file-missing": message<{ path: string }>({
    severity: "error",
    message: ({ path }) => `there is no model \`${path}\``,
    explanation:
      "A model document is the JSON that `regnet compile --emit ir` prints; every run folder holds its own as `model.json`.",
  }),
  "checkpoint-missing": message<{ path: string }>({
    severity: "error",
    message: ({ path }) => `there is no checkpoint \`${path}\``,
    hint: () => "runs write one at the end of each epoch and every half minute",
    explanation: "Resuming, evaluating and predicting start from a checkpoint that a run has written.",
  }),
  "checkpoint-damaged": message<{ path: string; reason: string }>({
    severity: "error",
    message: ({ path, reason }) => `the checkpoint \`${path}\` is damaged: ${reason}`,
    explanation:
      "A checkpoint is a safetensors file: eight bytes with the header's length, a JSON header, and the tensors. Sizes, types and offsets are checked before anything is used. Checkpoints are written beside the old one and renamed, so a run that is killed leaves none half-written; a damaged one was changed or cut later.",
  }),
  "checkpoint-version": message<{ path: string; found: string; supported: number }>({
    severity: "error",
    message: ({ path, found, supported }) =>
      `the checkpoint \`${path}\` has format version ${found}; this version reads ${supported}`,
    explanation: "It was written by another version of regnet, or by another program.",
  }),
  "checkpoint-of-another-model": message<{ path: string; problem: string }>({
    severity: "error",
    message: ({ path, problem }) => `the checkpoint \`${path}\` does not fit this spec: ${problem}`,
    hint: () => "resume with the spec as it was run (`spec.regnet` in the run folder), or start a new run",
    explanation:
      "A run resumes exactly only under the spec it was started with. The checkpoint holds that spec's hash, its seed, and the names and shapes of its tensors.",
  }),
  "checkpoint-of-other-data": message<{ path: string; before: number; now: number }>({
    severity: "error",
    message: ({ path, ...counts }) => `\`${path}\` cannot go on: ${otherData(counts)}`,
    hint: () => "give it the data that it began with, or start a new run",
    explanation:
      "A run goes on exactly only with the data that it began with: its batches, its parts and the statistics of its transforms follow from them. Checkpoints hold a hash of all values that were read. Those of earlier versions hold none, and go on with any data of the same form.",
  }),
  "data-changed": message<{ path: string; before: number; now: number }>({
    severity: "warning",
    message: ({ path, ...counts }) => `\`${path}\` was trained on other data: ${otherData(counts)}`,
    hint: () => "compare nothing here with what the run reported; for the same data, see `--data`",
    explanation:
      "What a run was trained on is known by a hash of all values that were read. Another file of the same form can be scored, but it is cut into parts anew: where it holds examples of the former, some that the network was trained on may now be in the test part.",
  }),
  "checkpoint-not-written": message<{ path: string; reason: string }>({
    severity: "error",
    message: ({ path, reason }) => `the checkpoint \`${path}\` cannot be written: ${reason}`,
    hint: () => "the previous checkpoint is still whole",
    explanation:
      "Checkpoints are written to a temporary file in the run folder, flushed to the disk and renamed. When any of it fails, the previous one stays.",
  }),
  "run-folder-exists": message<{ path: string }>({
    severity: "error",
    message: ({ path }) => `the run folder \`${path}\` exists already`,
    hint: () => "use `--resume` to go on with it, or name another with `--out`",
    explanation: "A run never overwrites another's results.",
  }),
  "run-folder-missing": message<{ path: string }>({
    severity: "error",
    message: ({ path }) => `there is no run in \`${path}\``,
    hint: () => "`regnet run` without `--resume` starts one",
    explanation:
      "A run folder holds the files `model.json` and `metrics.jsonl` from its beginning. Resuming, evaluating and predicting take a folder that `regnet run` has made.",
  }),
  "run-folder-not-writable": message<{ path: string; reason: string }>({
    severity: "error",
    message: ({ path, reason }) => `\`${path}\` of the run cannot be written: ${reason}`,
    explanation: "The disk is full, or permissions forbid it.",
  }),
};

function otherData({ before, now }: { readonly before: number; readonly now: number }): string {
  return before === now
    ? `of the ${now} examples some are others than before`
    : `there are ${now} examples, and there were ${before}`;
}
