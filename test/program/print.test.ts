import { expect, test } from "vitest";
import { Builder } from "../../compiler/program/builder.ts";
import { print } from "../../compiler/program/print.ts";
import { rewrite } from "../../compiler/program/rewrite.ts";

function program() {
  const b = new Builder("train");
  const image = b.input("batch", "image", { shape: [2, 4, 4, 1], dtype: "f32" });
  const w = b.input("parameter", "conv.kernel", { shape: [3, 3, 1, 8], dtype: "f32" });
  const rate = b.scalar({
    op: "div",
    args: [
      { op: "schedule", schedule: { name: "cosine", options: { from: 0.001 } } },
      { op: "sub", args: [1, { op: "pow", args: [0.9, { op: "step" }] }] },
    ],
  });
  const y = b.within("conv", () =>
    b.emit("conv2d", [image, w], {
      strides: [1, 1],
      dilation: [1, 1],
      padding: [
        [1, 1],
        [1, 1],
      ],
    }),
  );
  const dropped = b.within("dropout", () =>
    b.mul(y, b.emit("keep_mask", [b.key("after conv")], { shape: y.shape, rate: 0.5 })),
  );
  const loss = b.within("loss", () => b.sum(dropped));
  b.output("loss.total", loss);
  b.within("update", () => {
    const step = b.emit("fused", [w, b.gradient(loss, w), rate], {
      kernel: {
        inputs: 3,
        operations: [
          { op: "constant", args: [], value: 0.5 },
          { op: "mul", args: [1, 2] },
          { op: "sub", args: [0, 4] },
        ],
        results: [5],
      },
      shape: w.shape,
    });
    b.write("conv.kernel", step);
  });
  return b.finish();
}

test("a program is printed with shapes, origins, schedules and fused kernels", () => {
  expect(print(program())).toMatchInlineSnapshot(`
    "program train
      %0: f32[2, 4, 4, 1] = batch image
      %1: f32[3, 3, 1, 8] = parameter conv.kernel
      %2: f32[] = scalar (cosine {"from":0.001} / (1 - (0.9 ** step)))
      %3: i32[2] = key after conv
      %4: f32[2, 4, 4, 8] = conv2d %0 %1 {strides: [1,1], dilation: [1,1], padding: [[1,1],[1,1]]}  // conv
      %5: f32[2, 4, 4, 8] = keep_mask %3 {rate: 0.5}  // dropout
      %6: f32[2, 4, 4, 8] = mul %4 %5  // dropout
      %7: f32[] = reduce_sum %6 {axes: [0,1,2,3]}  // loss
      %8: f32[3, 3, 1, 8] = gradient %7 %1  // update
      %9: f32[3, 3, 1, 8] = fused %1 %8 %2 {kernel: (a0, a1, a2) a3 = constant 0.5; a4 = mul a1 a2; a5 = sub a0 a4 -> a5}  // update
      output loss.total = %7
      write conv.kernel = %9
    "
  `);
});

test("a copy prints as its original, whatever the ids", () => {
  const original = program();
  const shifted = { ...original, inputs: original.inputs.toReversed() };
  const copy = rewrite(
    rewrite(shifted, () => null),
    () => null,
  );
  expect(print({ ...copy, inputs: copy.inputs.toReversed() })).toBe(print(original));
});
