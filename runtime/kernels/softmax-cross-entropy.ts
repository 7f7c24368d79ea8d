import { floats, type HostKernel, type HostTensor, integers } from "./host-kernel.ts";

export const softmaxCrossEntropy: HostKernel<"softmax_cross_entropy"> = (inputs, outputs, { on, off }) => {
  const losses = floats(outputs);
  forEachExample(inputs, on, off, (z, start, classes, label, logSumExp, sum) => {
    let total = 0;
    if (off !== 0) for (let k = 0; k < classes; k++) total += z[start + k]!;
    losses[start / classes] = sum * logSumExp - (on - off) * z[start + label]! - off * total;
  });
};

export const softmaxCrossEntropyGradient: HostKernel<"softmax_cross_entropy_gradient"> = (
  inputs,
  outputs,
  { on, off },
) => {
  const g = floats(inputs, 2);
  const dz = floats(outputs);
  forEachExample(inputs, on, off, (z, start, classes, label, logSumExp, sum) => {
    const weight = g[start / classes]!;
    for (let k = 0; k < classes; k++)
      dz[start + k] = weight * (sum * Math.exp(z[start + k]! - logSumExp) - (k === label ? on : off));
  });
};

/** Visits each row of the logits with its label, log Σ e^z taken from the row's maximum, and the target's sum. */
function forEachExample(
  inputs: readonly HostTensor[],
  on: number,
  off: number,
  visit: (
    z: Float32Array,
    start: number,
    classes: number,
    label: number,
    logSumExp: number,
    sum: number,
  ) => void,
): void {
  const z = floats(inputs);
  const labels = integers(inputs, 1);
  const classes = inputs[0]!.shape[1]!;
  const sum = on + (classes - 1) * off;
  labels.forEach((label, row) => {
    if (label < 0 || label >= classes) throw new RangeError(`label ${label} names no class of ${classes}`);
    const start = row * classes;
    let top = Number.NEGATIVE_INFINITY;
    for (let k = 0; k < classes; k++) top = Math.max(top, z[start + k]!);
    let total = 0;
    for (let k = 0; k < classes; k++) total += Math.exp(z[start + k]! - top);
    visit(z, start, classes, label, top + Math.log(total), sum);
  });
}
