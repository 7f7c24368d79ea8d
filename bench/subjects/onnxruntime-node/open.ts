import type { OnnxRuntime } from "../onnx/prediction.ts";

export async function openOnnxNode(): Promise<OnnxRuntime> {
  const name: string = "onnxruntime-node";
  // It is a CommonJS package.
  return ((await import(name)) as { readonly default: OnnxRuntime }).default;
}
