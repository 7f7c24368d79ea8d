import { bits, dropThreshold } from "../../compiler/random.ts";
import { floats, type HostKernel, integers } from "./host-kernel.ts";

export const keepMask: HostKernel<"keep_mask"> = (inputs, outputs, { rate }) => {
  const mask = floats(outputs);
  const [k0, k1] = integers(inputs) as unknown as readonly [number, number];
  const threshold = dropThreshold(rate);
  const kept = 1 / (1 - rate);
  for (let i = 0; i < mask.length; i++) mask[i] = bits(k0, k1, i) >= threshold ? kept : 0;
};
