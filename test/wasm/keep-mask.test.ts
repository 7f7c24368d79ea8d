import { expect, test } from "vitest";
import { keepMask } from "../../runtime/kernels/keep-mask.ts";
import { runKernel } from "./run-kernel.ts";

test.each([[[1]], [[7]], [[16]], [[31]], [[64, 33]], [[3, 4099]]])(
  "draws the masks that JavaScript draws, shape %j",
  (shape) => {
    for (const rate of [0, 0.1, 0.5, 0.999999])
      for (const key of [
        [0, 0],
        [-5, 2 ** 31 - 1],
        [0x12345678, -(2 ** 31)],
      ]) {
        const want = new Float32Array(shape.reduce((a, b) => a * b));
        keepMask([{ shape: [2], data: Int32Array.from(key) }], [{ shape, data: want }], { shape, rate });
        for (const threads of [1, 2, 3, 7]) {
          const [got] = runKernel({
            kernel: "keep_mask",
            attributes: { shape, rate },
            inputs: [{ type: { shape: [2], dtype: "i32" }, values: key }],
            outputs: [{ shape, dtype: "f32" }],
            threads,
          });
          expect(got).toEqual(want);
        }
      }
  },
);
