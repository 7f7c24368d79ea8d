import * as tf from "@tensorflow/tfjs";

/** Native TensorFlow registers itself as a backend, where its library was installed. */
export async function openTfjsNode(): Promise<void> {
  const name: string = "@tensorflow/tfjs-node";
  await import(name);
  if (!(await tf.setBackend("tensorflow")))
    throw new Error("TensorFlow.js could not start its native backend");
}
