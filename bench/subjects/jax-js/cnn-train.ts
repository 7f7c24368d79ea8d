import type { FixtureTensor } from "../../workloads/fixture.ts";
import type { SubjectModule } from "../subject.ts";
import { type JaxArray, openJax, type Parameters } from "./open.ts";
import { crossEntropy, jaxArray, jaxTraining } from "./training.ts";

const STRENGTH = 1e-4;
const KERNELS = ["edges.kernel", "shapes.kernel", "hidden.kernel", "head.kernel"];

export const prepare: SubjectModule["prepare"] = async ({ weights, batches }) => {
  const jax = await openJax();
  const array = (tensor: FixtureTensor) => jaxArray(jax, tensor);
  const channelsFirst = (tensor: FixtureTensor) => array(tensor).transpose([0, 3, 1, 2]);
  const parameters: Record<string, JaxArray> = {};
  for (const [id, tensor] of Object.entries(weights)) {
    const { shape } = tensor;
    if (shape.length === 4) parameters[id] = array(tensor).transpose([3, 2, 0, 1]);
    // A bias is added to the channels, which stand before height and width.
    else if (id === "edges.bias" || id === "shapes.bias")
      parameters[id] = array(tensor).reshape([...shape, 1, 1]);
    else parameters[id] = array(tensor);
  }
  // The fixture flattens [height, width, channels], and here it is [channels, height, width].
  const rows = parameters["hidden.kernel"]!.reshape([12, 12, 64, 128]).transpose([2, 0, 1, 3]);
  parameters["hidden.kernel"] = rows.reshape([12 * 12 * 64, 128]);

  return jaxTraining(jax, {
    parameters,
    batches: batches.map(({ image, label }): Parameters => {
      return { image: channelsFirst(image!), label: array(label!) };
    }),
    learningRate: 1e-3,
    decayShare: 0,
    noiseSites: 0,
    loss(w, { image, label }) {
      const squares = KERNELS.map((id) => jax.numpy.square(w[id]!.ref).sum());
      const penalty = squares.reduce((sum, term) => sum.add(term)).mul(STRENGTH);
      const conv = (x: JaxArray, name: string) =>
        jax.nn.relu(jax.lax.conv(x, w[`${name}.kernel`]!, [1, 1], "VALID").add(w[`${name}.bias`]!));
      const dense = (x: JaxArray, name: string) =>
        jax.numpy.matmul(x, w[`${name}.kernel`]!).add(w[`${name}.bias`]!);
      const features = jax.lax.reduceWindow(
        conv(conv(image!, "edges"), "shapes"),
        jax.numpy.max,
        [2, 2],
        [2, 2],
      );
      const flat = features.reshape([features.shape[0]!, 12 * 12 * 64]);
      const logits = dense(jax.nn.relu(dense(flat, "hidden")), "head");
      return crossEntropy(jax, logits, label!).add(penalty);
    },
  });
};
