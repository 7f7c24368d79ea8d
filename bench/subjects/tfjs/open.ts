import "@tensorflow/tfjs-backend-wasm";
import * as tf from "@tensorflow/tfjs";

/** Starts TensorFlow.js on its WebAssembly backend. */
export async function openTfjs(): Promise<typeof tf> {
  tf.enableProdMode();
  // The threaded build runs no more than one thread in Node (tfjs issue 8513).
  tf.env().set("WASM_HAS_MULTITHREAD_SUPPORT", false);
  if (!(await tf.setBackend("wasm"))) throw new Error("TensorFlow.js could not start its wasm backend");
  await tf.ready();
  return tf;
}
