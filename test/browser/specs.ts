/** Two small networks whose steps are large enough to be shared by threads, and their data. */
import { streamKey, uniform } from "../../compiler/random.ts";
import type { compile, MemoryField } from "../../runtime/index.ts";

const EXAMPLES = 320;
const CLASSES = 10;

interface Example {
  readonly source: string;
  readonly memory: Readonly<Record<string, MemoryField>>;
}

function example(shape: readonly number[], layers: string, policy: string): Example {
  const size = shape.reduce((product, extent) => product * extent, EXAMPLES);
  const [k0, k1] = streamKey(7, "image", 0);
  const values = Float32Array.from({ length: size }, (_, i) => uniform(k0, k1, i) - 0.5);
  const label = Int32Array.from({ length: EXAMPLES }, (_, i) => (i * i) % CLASSES);
  return {
    source: `
      network Net { input image: f32[${shape.join(", ")}]; output logits = image -> ${layers} -> dense(${CLASSES}) as head }
      policy P { ${policy} }
      train t {
        network Net; policy P; data memory() { features image; target label; split 100 / 0 / 0 }
        loss cross_entropy(logits, label); optimizer adam(lr: 0.003); batch 64; epochs 10; seed 5; metrics accuracy
      }`,
    memory: { image: { values, shape }, label: { values: label, shape: [], label: true } },
  };
}

export type SpecName = "perceptron" | "convolutions";

export const specs: { readonly [K in SpecName]: () => Example } = {
  perceptron: () =>
    example(
      [784],
      "dense(256) as first -> relu -> dense(64) -> tanh",
      "kernel { decay 0.01 }; after first { dropout 0.2 }",
    ),
  convolutions: () =>
    example(
      [16, 16, 1],
      "conv(16, 3, padding: same) -> batch_norm -> relu -> max_pool(2) -> conv(32, 3, padding: same) as second -> relu -> flatten",
      "kernel { l2 1e-3 }; after second { dropout 0.1 }",
    ),
};

export interface Trained {
  readonly threads: number;
  readonly losses: readonly number[];
}

export interface TrainOptions {
  readonly threads?: number;
  readonly wasmPaths?: string;
}

/** The losses of the first steps. */
export async function train(
  compiler: typeof compile,
  name: SpecName,
  options: TrainOptions,
): Promise<Trained> {
  const { source, memory } = specs[name]();
  const model = await compiler(source, { memory, ...options });
  const losses: number[] = [];
  for (let step = 0; step < 20; step++) losses.push((await model.step())!.loss.total);
  const { threads } = model;
  model.dispose();
  return { threads, losses };
}
