import { floats, type HostKernel, integers } from "./host-kernel.ts";

export const oneHot: HostKernel<"one_hot"> = (inputs, outputs, { depth }) => {
  const hot = floats(outputs).fill(0);
  integers(inputs).forEach((index, row) => {
    if (index >= 0 && index < depth) hot[row * depth + index] = 1;
  });
};
