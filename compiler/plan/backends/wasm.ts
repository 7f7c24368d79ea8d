import { type BackendRules, host } from "../lowering.ts";
import { memoryRules } from "./memory-rules.ts";

/** The default backend: every primitive is a kernel of our own, for tfjs' own are slow in training or missing. */
export const wasmRules: BackendRules = {
  ...memoryRules,
  matmul: ({ attributes }) => host("matmul", attributes),
  conv2d: ({ attributes }) => host("conv2d", attributes),
  conv2d_input_gradient: ({ attributes }) => host("conv2d_input_gradient", attributes),
  conv2d_filter_gradient: ({ attributes }) => host("conv2d_filter_gradient", attributes),
};
