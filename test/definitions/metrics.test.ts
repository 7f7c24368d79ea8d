import { expect, test } from "vitest";
import type { TargetKind } from "../../compiler/definitions/loss.ts";
import { metrics } from "../../compiler/definitions/metrics/index.ts";
import { checkedOptions } from "../../compiler/definitions/option-spec.ts";
import { fillOptions } from "../synthesize/test-model.ts";
import { compute } from "./compute.ts";

type Given = Parameters<typeof fillOptions>[1];

/** The metric over all batches: terms of each batch summed, then finished. */
function over(
  name: keyof typeof metrics,
  batches: readonly { readonly z: readonly number[]; readonly y: readonly number[] }[],
  kind: TargetKind,
  given: Given = {},
  classes = 1,
): number {
  const metric = metrics[name];
  const options = checkedOptions(fillOptions(metric, given));
  const sums: Record<string, number> = {};
  for (const { z, y } of batches) {
    const rows = z.length / classes;
    const labelled = kind === "categorical";
    const target = labelled
      ? { shape: [rows], data: y, dtype: "i32" as const }
      : { shape: [rows, classes], data: y };
    const terms = compute({ z: { shape: [rows, classes], data: z }, y: target }, (builder, { z, y }) =>
      metric.terms({
        builder,
        prediction: z!,
        target: labelled ? builder.oneHot(y!, classes) : y!,
        labels: labelled ? y! : null,
        kind,
        options,
      }),
    );
    for (const [term, [value]] of Object.entries(terms)) sums[term] = (sums[term] ?? 0) + value!;
  }
  return metric.finish(sums);
}

const uneven = [
  { z: [1, 2, 3], y: [1.5, 2, 2] },
  { z: [7], y: [5] },
];

test("metrics of numbers are exact over batches of different size", () => {
  const errors = [-0.5, 0, 1, 2];
  const squared = errors.reduce((sum, error) => sum + error ** 2, 0);
  expect(over("mae", uneven, "numeric")).toBeCloseTo(3.5 / 4, 12);
  expect(over("mse", uneven, "numeric")).toBeCloseTo(squared / 4, 12);
  expect(over("rmse", uneven, "numeric")).toBeCloseTo(Math.sqrt(squared / 4), 12);
  const mean = 10.5 / 4;
  const variance = [1.5, 2, 2, 5].reduce((sum, y) => sum + (y - mean) ** 2, 0);
  expect(over("r2", uneven, "numeric")).toBeCloseTo(1 - squared / variance, 12);
});

test("accuracy counts greatest logits, top-k those among the k greatest", () => {
  const batches = [
    { z: [3, 1, 2, 0, 5, 1], y: [0, 2] },
    { z: [1, 2, 3], y: [0] },
  ];
  expect(over("accuracy", batches, "categorical", {}, 3)).toBeCloseTo(1 / 3, 12);
  expect(over("top_k_accuracy", batches, "categorical", { k: 2 }, 3)).toBeCloseTo(2 / 3, 12);
  expect(over("top_k_accuracy", batches, "categorical", { k: 3 }, 3)).toBe(1);
});

test("accuracy of yes-or-no answers goes by the logit's sign", () => {
  expect(over("accuracy", [{ z: [2, -1, 0.1, -3], y: [1, 1, 0, 0] }], "binary")).toBe(0.5);
});

test("metrics refuse targets that they are not defined for", () => {
  const one = { shape: [1], dtype: "f32" } as const;
  const check = (name: keyof typeof metrics, shape: readonly number[], kind: TargetKind) =>
    metrics[name].check({ ...one, shape }, kind, checkedOptions(fillOptions(metrics[name])))?.problem;
  expect(check("accuracy", [1], "numeric")).toContain("needs classes");
  expect(check("mae", [3], "categorical")).toContain("numeric target");
  expect(check("top_k_accuracy", [1], "binary")).toContain("several classes");
  expect(check("r2", [2], "numeric")).toContain("one number per example");
  expect(check("r2", [1], "numeric")).toBeUndefined();
});
