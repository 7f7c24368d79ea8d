import type { OnnxRuntime } from "../onnx/prediction.ts";
import type { Settings } from "../subject.ts";

/** The number of threads has to be said before the first session. */
export async function openOnnxWeb({ threads }: Settings): Promise<OnnxRuntime> {
  const name: string = "onnxruntime-web";
  const runtime = (await import(name)) as OnnxRuntime;
  runtime.env.wasm.numThreads = threads;
  return runtime;
}
