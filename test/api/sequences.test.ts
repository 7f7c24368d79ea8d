/** A small transformer on a rule that only attention can find: what comes next stood two positions ago. */
import { expect, test } from "vitest";
import { compile } from "../../runtime/index.ts";

const LENGTH = 6;
const TOKENS = 5;
const EXAMPLES = 64;

const spec = `
  block Block(heads: int) {
    input x
    attended = x -> layer_norm -> attention(heads, causal: true)
    mixed = x + attended
    output y = mixed + (mixed -> layer_norm -> dense(32) -> gelu -> dense(16))
  }
  network Echo {
    input tokens: i32[${LENGTH}]
    read = tokens -> embedding(${TOKENS}, 16) -> position_embedding
    output logits = read -> repeat(2) Block(2) -> layer_norm -> dense(${TOKENS}) as head
  }
  policy Light {
    kernel { decay 0.01 }
    read { dropout 0.05 }
    target { label_smoothing 0.05 }
    gradient { clip global_norm 1 }
  }
  train echo {
    network Echo; policy Light
    data memory() { features tokens; target next; split 75 / 25 }
    loss cross_entropy(logits, next)
    optimizer adam(lr: 0.01); batch 16; epochs 60; seed 3; metrics accuracy, top_k_accuracy(2)
  }`;

/** Two random tokens, again and again. */
function memory() {
  const tokens = new Int32Array(EXAMPLES * LENGTH);
  const next = new Int32Array(EXAMPLES * LENGTH);
  for (let example = 0; example < EXAMPLES; example++) {
    const pair = [(7 * example) % TOKENS, (3 * example + Math.floor(example / TOKENS)) % TOKENS];
    for (let t = 0; t < LENGTH; t++) {
      tokens[example * LENGTH + t] = pair[t % 2]!;
      next[example * LENGTH + t] = pair[(t + 1) % 2]!;
    }
  }
  return {
    tokens: { values: tokens, shape: [LENGTH] },
    next: { values: next, shape: [LENGTH], label: true },
  };
}

test("a transformer learns from sequences of labels, and says what comes next", {
  timeout: 60_000,
}, async () => {
  const model = await compile(spec, { memory: memory() });
  try {
    expect(model.diagnostics).toEqual([]);
    const before = await model.evaluate("val");
    for await (const event of model.fit()) if (event.type === "done") expect(event.reason).toBe("epochs");
    const after = (await model.evaluate("val"))!;
    expect(before!.loss.data).toBeGreaterThan(1.4);
    // At the first position nothing says what comes next: a sixth of the answers are guesses.
    expect(after.loss.data).toBeLessThan(0.6);
    expect(after.metrics.accuracy!).toBeGreaterThan(0.83);
    const prediction = (await model.predict({ tokens: Int32Array.of(3, 1, 3, 1, 3, 1) })).get("logits")!;
    expect(prediction.shape).toEqual([1, LENGTH, TOKENS]);
    const last = [...prediction.values.slice(-TOKENS)];
    expect(last.indexOf(Math.max(...last))).toBe(3);
  } finally {
    model.dispose();
  }
});

test("both backends take the same steps of it", async () => {
  const losses: number[][] = [];
  for (const backend of ["cpu", "wasm"] as const) {
    const model = await compile(spec, { memory: memory(), backend });
    const taken: number[] = [];
    for (let step = 0; step < 4; step++) taken.push((await model.step())!.loss.total);
    losses.push(taken);
    model.dispose();
  }
  losses[0]!.forEach((loss, step) => {
    expect(losses[1]![step]).toBeCloseTo(loss, 4);
  });
});
