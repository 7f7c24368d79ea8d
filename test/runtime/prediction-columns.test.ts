import { expect, test } from "vitest";
import { predictionColumns } from "../../runtime/prediction/prediction-columns.ts";
import { testModel } from "../synthesize/test-model.ts";

test("a sequence has the likeliest class and its probability at each position", () => {
  const model = testModel({
    input: [2],
    inputDType: "i32",
    nodes: [{ layer: "embedding", options: { vocabulary: 4, width: 3 } }],
    loss: { name: "cross_entropy" },
  });
  const logits = Float32Array.of(0, 1, 0, 2, 0, 0, 0, 0, 3, 0, 4, 0);
  const columns = predictionColumns(model, [], new Map([["out", { shape: [2, 2, 3], values: logits }]]));
  const cells = new Map(columns.map(({ name, cells }) => [name, cells]));
  expect(cells.get("y.0")).toEqual([1, 2]);
  expect(cells.get("y.1")).toEqual([0, 1]);
  const share = (logit: number) => Math.exp(logit) / (Math.exp(logit) + 2);
  for (const [name, wanted] of [
    ["y.0_probability", [share(1), share(3)]],
    ["y.1_probability", [share(2), share(4)]],
  ] as const)
    wanted.forEach((value, row) => {
      expect(cells.get(name)![row]).toBeCloseTo(value, 12);
    });
  expect(columns).toHaveLength(4 + 6);
});
