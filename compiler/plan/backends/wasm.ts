import { expandTransposeFlags } from "../expansions/transpose-flags.ts";
import { alias, type BackendRules, composition, tfjs } from "../lowering.ts";
import { keepsOrder } from "../movements.ts";
import { memoryRules, paddingAttributes } from "./memory-rules.ts";

/** The default backend. tfjs has no convolution filter gradient here and a slow input gradient: both composed. */
export const wasmRules: BackendRules = {
  ...memoryRules,
  transpose: ({ inputs, attributes: { permutation } }) =>
    keepsOrder(inputs[0]!.shape, permutation) ? alias : tfjs("Transpose", ["x"], { perm: permutation }),
  matmul: (instruction) => {
    const { attributes } = instruction;
    return attributes.transposeA || attributes.transposeB
      ? composition((builder, inputs) => expandTransposeFlags(builder, inputs, attributes))
      : memoryRules.matmul(instruction);
  },
  // XNNPACK refuses pools of one cell.
  max_pool: (instruction) => {
    const { window, strides, padding } = instruction.attributes;
    if (window[0] * window[1] === 1) return memoryRules.max_pool(instruction);
    return tfjs("MaxPool", ["x"], { filterSize: window, strides, ...paddingAttributes(padding) });
  },
  avg_pool: (instruction) => {
    const { window, strides, padding } = instruction.attributes;
    if (window[0] * window[1] === 1) return memoryRules.avg_pool(instruction);
    return tfjs("AvgPool", ["x"], { filterSize: window, strides, ...paddingAttributes(padding) });
  },
};
