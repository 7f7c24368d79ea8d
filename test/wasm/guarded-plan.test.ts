import { expect, test } from "vitest";
import { layOutArena } from "../../compiler/plan/lay-out-arena.ts";
import { makePlan } from "../../compiler/plan/make-plan.ts";
import { Builder } from "../../compiler/program/builder.ts";
import { sizeOf } from "../../compiler/program/nd-array.ts";
import { detectTarget } from "../../runtime/wasm/detect-target.ts";
import { guardPlan } from "../../runtime/wasm/guarded-plan.ts";

test("no update may write where threads still look whether the step was finite", () => {
  const b = new Builder("train");
  const w = b.input("parameter", "w", { shape: [3, 3], dtype: "f32" });
  b.output("loss.total", b.sum(w));
  b.write("w", b.matmul(w, w));
  const plan = guardPlan(makePlan(b.finish(), "wasm").plan!, detectTarget(false));
  const { step, verdict } = plan.guard!;
  const { places } = layOutArena(
    plan,
    plan.steps.map(() => 0),
  );
  const later = plan.steps.slice(step + 1).flatMap(({ outputs }) => outputs.map((output) => places[output]));
  expect(later).not.toHaveLength(0);
  expect(later).not.toContainEqual(places[verdict]);
});

test("large products tell by themselves whether they are finite, and small ones are looked at", () => {
  const b = new Builder("train");
  const shapes = [
    [200, 200],
    [20, 20],
    [4096, 4, 4],
  ];
  const [large, small, many] = shapes.map((shape) => {
    const w = b.input("parameter", `w${shape}`, { shape, dtype: "f32" });
    const gradient = b.within("backward", () => b.matmul(w, w));
    b.write(`w${shape}`, b.sub(w, gradient));
    return sizeOf(shape);
  });
  b.output("loss.total", b.constant(0));
  const target = detectTarget(false);
  const { registers, steps, guard } = guardPlan(makePlan(b.finish(), "wasm").plan!, target);
  const sizes = steps[guard!.step]!.inputs.map((register) => sizeOf(registers[register]!.shape));
  expect(sizes).toContain(small);
  // Units are matrices here, and notes would be four times as large as the product.
  expect(sizes).toContain(many);
  expect(sizes).not.toContain(large);
  expect(steps.flatMap(({ op, outputs }) => (op === "matmul" ? [outputs.length] : []))).toEqual([2, 1, 1]);
});
