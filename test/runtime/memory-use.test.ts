import { describe, expect, it } from "vitest";
import { type BackendName, compile } from "../../runtime/index.ts";

const SPEC = `
  data points = spirals(examples: 64) { split 100 / 0 / 0 }
  network Net { input x: points.x; output logits = x -> dense(32) -> tanh -> dense(2) }
  train t {
    network Net; data points; loss cross_entropy(logits, label); optimizer adam(lr: 0.01); batch 32; epochs 100
  }`;

/** Weights and biases, and Adam's two averages of each. */
const STATE_BYTES = 3 * 4 * (2 * 32 + 32 + 32 * 2 + 2);

describe.each<BackendName>(["wasm", "cpu"])("what a model takes, on %s", (backend) => {
  it("is more than its state, at least what its plans need, and no more after many steps", async () => {
    const model = await compile(SPEC, { backend });
    await model.step();
    const first = model.memory();
    expect(first.minimum).toBeGreaterThan(STATE_BYTES);
    expect(first.held).toBeGreaterThanOrEqual(first.minimum);
    for (let step = 0; step < 5; step++) await model.step();
    expect(model.memory()).toEqual(first);
    model.dispose();
  });
});
