import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { compile } from "../../runtime/compile.ts";
import { enableWideVectors } from "../../runtime/node/enable-wide-vectors.ts";
import { detectTarget } from "../../runtime/wasm/detect-target.ts";

const SPEC = `
network Net {
  input image: f32[9, 9, 3]
  output logits = image -> conv(20, 3) -> relu -> max_pool(2) -> flatten -> dense(33) -> gelu -> dense(5)
}
policy Both { kernel { decay 0.01 }; after gelu { dropout 0.2 }; gradient { clip global_norm 1.0 } }
train net {
  network Net
  policy Both
  data memory() { features image; target label; split 100 / 0 / 0 }
  loss cross_entropy(logits, label)
  optimizer adamw(lr: 1e-2)
  batch 12
  epochs 4
  seed 3
}`;

const EXAMPLES = 50;

/** The losses of some epochs, and what the trained network says. */
async function trained() {
  const values = Float32Array.from({ length: EXAMPLES * 243 }, (_, i) => Math.sin(i * i));
  const labels = Int32Array.from({ length: EXAMPLES }, (_, i) => (i * i) % 5);
  const label = { values: labels, shape: [], label: true };
  const model = await compile(SPEC, { memory: { image: { values, shape: [9, 9, 3] }, label } });
  const losses: number[] = [];
  for await (const event of model.fit())
    if (event.type === "epoch") losses.push(event.record.train.loss.total);
  const { values: logits } = (await model.predict({ image: values })).get("logits")!;
  const { wideVectors } = model;
  model.dispose();
  return { wideVectors, numbers: { losses, logits: Array.from(logits) } };
}

/** What Linux says of the processor; elsewhere nothing is known. */
const hasAvx2 = existsSync("/proc/cpuinfo") && / avx2 /.test(readFileSync("/proc/cpuinfo", "utf8"));
const isNewEnough = Number.parseInt(process.versions.v8, 10) >= 13;

test("models compiled after they are turned on use them, and compute the same bits", async () => {
  const narrow = await trained();
  const { enabled, diagnostics } = enableWideVectors();
  expect(detectTarget(true).wideVectors).toBe(enabled);
  expect(diagnostics.map(({ code }) => code)).toEqual(enabled ? [] : ["wide-vectors-unavailable"]);
  expect(narrow.wideVectors).toBe(false);
  expect(await trained()).toEqual({ wideVectors: enabled, numbers: narrow.numbers });
  expect(narrow.numbers.losses).toHaveLength(4);
  expect(enableWideVectors().enabled).toBe(enabled);
});

test.runIf(hasAvx2 && isNewEnough)("are there on a processor with AVX2", () => {
  expect(enableWideVectors()).toEqual({ enabled: true, diagnostics: [] });
});

test("a processor without them is found out by measuring, and said", async () => {
  const script = `
    const { enableWideVectors } = await import("./runtime/node/enable-wide-vectors.ts");
    const { detectTarget } = await import("./runtime/wasm/detect-target.ts");
    console.log(JSON.stringify([enableWideVectors(), detectTarget(false)]));`;
  const flags = ["--no-enable-avx2", "--import", "tsx", "--input-type=module", "--eval", script];
  const { stdout, stderr } = await promisify(execFile)(process.execPath, flags);
  expect(stderr).toBe("");
  const [{ enabled, diagnostics }, target] = JSON.parse(stdout);
  expect([enabled, target.wideVectors]).toEqual([false, false]);
  expect(diagnostics).toMatchObject([
    { code: "wide-vectors-unavailable", severity: "warning", hint: "they take a processor with AVX2" },
  ]);
});
