import { describe, expect, test } from "vitest";
import { layers } from "../../compiler/definitions/layers/index.ts";
import { optimizers } from "../../compiler/definitions/optimizers/index.ts";
import { techniques } from "../../compiler/definitions/techniques/index.ts";
import { writeCall, writeClause } from "../../compiler/explain/write-option.ts";
import { fillOptions } from "../synthesize/test-model.ts";

describe("options as a spec writes them", () => {
  const layer = (name: keyof typeof layers, given: Parameters<typeof fillOptions>[1]) =>
    writeCall(layers[name], fillOptions(layers[name], given));
  const clause = (name: keyof typeof techniques, given: Parameters<typeof fillOptions>[1]) =>
    writeClause(techniques[name], fillOptions(techniques[name], given));

  test("positional ones have no names, defaults are left out", () => {
    expect(layer("conv", { filters: 16, size: 3 })).toBe("conv(16, 3)");
    expect(layer("conv", { filters: 16, size: [3, 5], stride: 2, bias: false })).toBe(
      "conv(16, [3, 5], stride: 2, bias: false)",
    );
    expect(layer("batch_norm", {})).toBe("batch_norm");
    expect(layer("batch_norm", { keep: 0.9 })).toBe("batch_norm(keep: 0.9)");
  });

  test("initializers are names, or calls", () => {
    const normal = { name: "normal", options: { mean: 0, deviation: 0.1 } };
    expect(layer("dense", { units: 3, bias_initializer: { name: "ones", options: {} } })).toBe(
      "dense(3, bias_initializer: ones)",
    );
    expect(layer("dense", { units: 3, kernel_initializer: normal })).toMatch(
      /^dense\(3, kernel_initializer: normal\(.*0\.1.*\)\)$/,
    );
  });

  test("one plain value of a technique stands without parentheses", () => {
    expect(clause("decay", { strength: 0.05 })).toBe("decay 0.05");
    expect(clause("clip_global_norm", { bound: 1 })).toBe("clip global_norm 1");
    expect(clause("decay", { strength: 0.05, scaled_by: "none" })).toBe("decay(0.05, scaled_by: none)");
    expect(clause("non_negative", {})).toBe("non_negative");
  });

  test("schedules and lengths are written out", () => {
    const cosine = {
      name: "cosine",
      options: { peak: 0.002, warmup: { value: 1, unit: "epoch" }, floor: 0, length: null },
    } as const;
    const options = fillOptions(optimizers.sgd, { lr: cosine });
    expect(writeCall(optimizers.sgd, options)).toBe("sgd(cosine(0.002, warmup: 1 epoch))");
    const warm = {
      name: "warmup",
      options: { length: { value: 200, unit: "step" }, schedule: cosine },
    } as const;
    expect(writeCall(optimizers.sgd, fillOptions(optimizers.sgd, { lr: warm }))).toBe(
      "sgd(warmup(200 steps, cosine(0.002, warmup: 1 epoch)))",
    );
  });
});
