import { expect, test } from "vitest";
import { layOutArena } from "../../compiler/plan/lay-out-arena.ts";
import { makePlan } from "../../compiler/plan/make-plan.ts";
import { Builder } from "../../compiler/program/builder.ts";
import { guardPlan } from "../../runtime/wasm/guarded-plan.ts";

test("no update may write where threads still look whether the step was finite", () => {
  const b = new Builder("train");
  const w = b.input("parameter", "w", { shape: [3, 3], dtype: "f32" });
  b.output("loss.total", b.sum(w));
  b.write("w", b.matmul(w, w));
  const plan = guardPlan(makePlan(b.finish(), "wasm").plan!);
  const { step, verdict } = plan.guard!;
  const { places } = layOutArena(
    plan,
    plan.steps.map(() => 0),
  );
  const later = plan.steps.slice(step + 1).flatMap(({ outputs }) => outputs.map((output) => places[output]));
  expect(later).not.toHaveLength(0);
  expect(later).not.toContainEqual(places[verdict]);
});
