import type { Checkpoint } from "../../runtime/checkpoint/checkpoint.ts";

/** A small checkpoint in the middle of an epoch. */
export function sampleCheckpoint(): Checkpoint {
  return {
    run: { model: "ab12", seed: 7, backend: "cpu", data: { examples: 30, sha256: "ef56" } },
    progress: {
      epoch: 2,
      position: 3,
      step: 23,
      seconds: 1.5,
      sums: { examples: 24, values: { "loss.data": 0.1 + 0.2, "loss.total": 1 / 3 } },
      stopping: { best: { value: 0.25, epoch: 1 }, wait: 1 },
      stopped: null,
      finished: false,
    },
    fitted: [],
    tensors: new Map([
      ["head.kernel", { shape: [2, 2], values: Float32Array.of(1, -0, Number.MIN_VALUE, 3.5e-45) }],
      ["counts", { shape: [3], values: Int32Array.of(-1, 0, 2 ** 31 - 1) }],
      ["adam.m/head.kernel", { shape: [0, 2], values: new Float32Array(0) }],
    ]),
    best: new Map([["head.kernel", { shape: [2, 2], values: Float32Array.of(4, 3, 2, 1) }]]),
  };
}
