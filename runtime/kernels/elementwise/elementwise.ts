import type { HostKernel } from "../host-kernel.ts";
import { runChunks } from "./run-chunks.ts";

/** An output may lie where an input of its size does. */
export const elementwise: HostKernel<"elementwise"> = (inputs, outputs, { kernel, shapes }) => {
  const width = kernel.results.length;
  shapes.forEach((shape, segment) => {
    const own = inputs.slice(segment * kernel.inputs, (segment + 1) * kernel.inputs);
    runChunks(kernel, shape, own, (start, count, results) => {
      results.forEach((values, result) => {
        const whole = count === values.length ? values : values.subarray(0, count);
        outputs[segment * width + result]!.data.set(whole, start);
      });
    });
  });
};
