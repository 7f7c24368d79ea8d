import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { codesOf, field, modelOf } from "./check-text.ts";
import { printModel } from "./print-model.ts";

const read = (name: string) => readFileSync(join(import.meta.dirname, "design", `${name}.regnet`), "utf8");

const fields = { image: field([28, 28, 1]), label: field([], 10), x: field([8]), y: field([1]) };

/** The first spec without the techniques that do not exist yet. */
function known(text: string): string {
  return text
    .replace(/^ {2}(after conv|input image|output logits|update) +\{.*\n/gm, "")
    .replace("; mixup(alpha: 0.2)", "");
}

describe("the specs the language was designed by", () => {
  it("a classifier with a policy becomes a model with every default and every rule applied", async () => {
    expect(printModel(await modelOf(known(read("fashion")), {}, fields))).toMatchSnapshot();
  });

  it("a table with a lasso becomes a model", async () => {
    expect(await modelOf(read("lasso"), {}, fields)).toMatchSnapshot();
  });

  it("copies of a block stand where they are repeated", async () => {
    const train = `train t {
  network Deep; data idx("x"); loss cross_entropy(logits, label); optimizer sgd(lr: 0.1); epochs 1
}`;
    const text = read("stochastic-depth").replace(/^policy .*$/m, "") + train;
    const model = await modelOf(text, {}, { ...fields, image: field([32, 32, 3]) });
    const copies = model.network.nodes.map(({ id }) => id.split(".").slice(0, 2).join("."));
    expect([...new Set(copies)]).toEqual([
      "trunk.conv",
      "trunk.Residual",
      ...[2, 3, 4, 5, 6, 7, 8].map((copy) => `trunk.Residual_${copy}`),
      "logits.global_avg_pool",
      "logits.dense",
    ]);
  });

  it.each(["fashion", "lasso", "stochastic-depth", "shared-embedding", "tuned"])(
    "%s: the only errors are techniques and layers that do not exist yet",
    async (name) => {
      const codes = new Set(await codesOf(read(name), {}, fields));
      for (const code of ["unknown-technique", "unknown-layer", "dead-bias", "scale-invariant-weight"])
        codes.delete(code);
      expect([...codes]).toEqual([]);
    },
  );
});
