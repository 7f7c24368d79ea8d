import { expect, it } from "vitest";
import { type CompiledModel, compile, type Model } from "../../runtime/index.ts";

const spec = (inputs: string, first: string) => `data points = memory() { features x; target y }
network Net {
  ${inputs}
  output out = ${first} -> dense(4) as hidden -> tanh -> dense(1) as head
}
train t {
  network Net; data points; loss mse(out, y)
  optimizer sgd(lr: 0.1); batch 4; epochs 1; seed 3
}
`;

const rows = 8;
const x = Float32Array.from({ length: 2 * rows }, (_, i) => Math.sin(i));
const y = Float32Array.from({ length: rows }, (_, i) => x[2 * i]!);
const memory = { x: { values: x, shape: [2] }, y: { values: y, shape: [1] } };

async function used<T>(source: string | Model, use: (model: CompiledModel) => Promise<T>): Promise<T> {
  const model = await compile(source, { memory, backend: "cpu" });
  try {
    return await use(model);
  } finally {
    model.dispose();
  }
}

async function trained(model: CompiledModel) {
  const losses = [(await model.step())!.loss.total, (await model.step())!.loss.total];
  return { losses, out: [...(await model.predict({ x: Float32Array.of(0.5, -0.25) })).get("out")!.values] };
}

it("an input of another name than its field trains and predicts as one of the same name", async () => {
  const same = await used(spec("input x: points.x", "x"), trained);
  expect(await used(spec("input a: points.x", "a"), trained)).toEqual(same);
  const document = await used(spec("input a: points.x", "a"), async ({ model }) => model);
  expect(await used(document, trained)).toEqual(same);
});

it("two inputs of one field both hold it", async () => {
  const twice = await used(spec("input a: points.x\n  input b: points.x", "(a + b)"), trained);
  expect(twice).toEqual(await used(spec("input x: points.x", "(x + x)"), trained));
});
