import { describe, expect, test } from "vitest";
import { Builder } from "../../compiler/program/builder.ts";
import { softmaxCrossEntropy } from "../../compiler/program/composites.ts";
import { differentiate } from "../../compiler/program/differentiate.ts";
import type { NDArray } from "../../compiler/program/nd-array.ts";
import { print } from "../../compiler/program/print.ts";
import type { Value } from "../../compiler/program/program.ts";
import { array, draw, f32, i32 } from "./arrays.ts";
import { centralDifferences, expectClose } from "./differences.ts";
import { type Arrays, outputsOf, programOf } from "./run.ts";

const x = array([3], [0.5, -1, 2]);

describe("gradients of gradients", () => {
  test("the third derivative of x^4 is 24x", () => {
    const arrays = new Map([["x", x]]);
    const program = programOf(arrays, (b, { x }) => {
      let y = b.square(b.square(x!));
      for (let order = 0; order < 3; order++) y = b.gradient(b.sum(y), x!);
      return { y };
    });
    expectClose(
      outputsOf(program, arrays).get("y")!.data,
      x.data.map((cell) => 24 * cell),
      1e-12,
      "24x",
    );
  });

  test("a gradient penalty trains a network of convolution, max pool and softmax cross-entropy", () => {
    const arrays: Arrays = new Map<string, NDArray>([
      ["image", draw(f32([2, 5, 5, 1]), "image")],
      ["filter", draw(f32([3, 3, 1, 2], -0.5, 0.5), "filter")],
      ["bias", draw(f32([2], -0.1, 0.1), "bias")],
      ["kernel", draw(f32([8, 3], -0.5, 0.5), "kernel")],
      ["label", draw(i32([2], 3), "label")],
    ]);
    const trained = ["filter", "bias", "kernel"];
    const program = programOf(arrays, (b, { image, filter, bias, kernel, label }) => {
      const convolved = b.emit("conv2d", [image!, filter!], {
        strides: [1, 1],
        dilation: [1, 1],
        padding: [
          [1, 1],
          [1, 1],
        ],
      });
      const pooled = b.emit("max_pool", [b.tanh(b.add(convolved, bias!))], {
        window: [3, 3],
        strides: [2, 2],
        padding: [
          [0, 0],
          [0, 0],
        ],
      });
      const logits = b.matmul(b.reshape(pooled, [2, 8]), kernel!);
      const data = b.mean(b.emit("softmax_cross_entropy", [logits, label!], { on: 0.9, off: 0.05 }));
      const norms = b.sum(b.square(b.gradient(data, image!)));
      const total = b.add(data, b.scale(norms, 10));
      const parameters: Readonly<Record<string, Value>> = { filter: filter!, bias: bias!, kernel: kernel! };
      return {
        total,
        ...Object.fromEntries(trained.map((name) => [name, b.gradient(total, parameters[name]!)])),
      };
    });
    const results = outputsOf(program, arrays);
    const total = (moved: Arrays) => outputsOf(program, moved).get("total")!.data[0]!;
    for (const name of trained)
      expectClose(results.get(name)!.data, centralDifferences(total, arrays, name), 1e-7, name);
  });

  test("the closed form of softmax cross-entropy has the gradient and the Hessian of the composed form", () => {
    const arrays: Arrays = new Map<string, NDArray>([
      ["z", draw(f32([3, 4]), "z")],
      ["v", draw(f32([3, 4]), "v")],
      ["y", draw(i32([3], 4), "y")],
    ]);
    const [closed, composed] = [true, false].map((isClosed) => {
      const program = programOf(arrays, (b, { z, v, y }) => {
        const targets = b.add(b.scale(b.oneHot(y!, 4), 0.8), b.constant(0.05));
        const losses = isClosed
          ? b.emit("softmax_cross_entropy", [z!, y!], { on: 0.85, off: 0.05 })
          : softmaxCrossEntropy(b, z!, targets);
        const gradient = b.gradient(b.mean(losses), z!);
        return { gradient, product: b.gradient(b.sum(b.mul(gradient, v!)), z!) };
      });
      return outputsOf(program, arrays);
    });
    for (const name of ["gradient", "product"])
      expectClose(closed!.get(name)!.data, composed!.get(name)!.data, 1e-12, name);
  });
});

describe("what a sweep covers", () => {
  test("gradients by an input, by an intermediate value and by the loss itself come from one sweep", () => {
    const b = new Builder("test");
    const p = b.input("parameter", "p", x);
    const y = b.square(p);
    const loss = b.sum(b.mul(y, p));
    for (const [name, value] of Object.entries({ p, y, loss })) b.output(name, b.gradient(loss, value));
    const { notes } = differentiate(b.finish());
    expect(notes.map(({ kind, text }) => [kind, text])).toEqual([
      ["rewrote", "one reverse sweep for 3 gradients of one loss"],
    ]);

    const arrays = new Map([["p", x]]);
    const program = programOf(arrays, (b, { p }) => {
      const y = b.square(p!);
      const loss = b.sum(b.mul(y, p!));
      return { p: b.gradient(loss, p!), y: b.gradient(loss, y), loss: b.gradient(loss, loss) };
    });
    const results = outputsOf(program, arrays);
    expectClose(
      results.get("p")!.data,
      x.data.map((cell) => 3 * cell * cell),
      1e-12,
      "by p",
    );
    expectClose(results.get("y")!.data, x.data, 0, "by y");
    expect([...results.get("loss")!.data]).toEqual([1]);
  });

  test("each loss has its own sweep, over what is wanted of it", () => {
    const b = new Builder("test");
    const p = b.input("parameter", "p", x);
    const losses = [b.sum(b.exp(p)), b.sum(b.square(p))];
    losses.forEach((loss, i) => {
      b.output(`${i}`, b.gradient(loss, p));
    });
    const { notes } = differentiate(b.finish());
    const sweep = "one reverse sweep for one gradient of one loss";
    expect(notes.map(({ text }) => text)).toEqual([sweep, sweep]);
  });

  test("a value used twice collects both gradients", () => {
    const arrays = new Map([["x", x]]);
    const program = programOf(arrays, (b, { x }) => ({
      y: b.gradient(b.sum(b.add(b.mul(x!, x!), b.exp(x!))), x!),
    }));
    const expected = x.data.map((cell) => 2 * cell + Math.exp(cell));
    expectClose(outputsOf(program, arrays).get("y")!.data, expected, 1e-12, "2x + e^x");
  });

  test("a loss that does not depend on a value gives zeros and says so", () => {
    const b = new Builder("test");
    const used = b.input("parameter", "used", x);
    const unused = b.input("parameter", "head.kernel", x);
    const loss = b.sum(b.mul(b.stopGradient(unused), used));
    b.output(
      "gradient",
      b.within("update.head", () => b.gradient(loss, unused)),
    );
    const { program, notes } = differentiate(b.finish());
    expect(notes.at(-1)).toEqual({
      pass: "differentiate",
      kind: "info",
      origin: "update.head",
      text: "the loss does not depend on head.kernel: its gradient is zero (L-20)",
    });
    const last = program.instructions.at(-1)!;
    expect(last).toMatchObject({ op: "constant", attributes: { value: 0, shape: [3] } });
  });

  test("a value made only after the loss has no part in it", () => {
    const arrays = new Map([["x", x]]);
    const program = programOf(arrays, (b, { x }) => {
      const loss = b.sum(b.square(x!));
      const first = b.gradient(loss, x!);
      const later = b.exp(x!);
      return { first, later: b.gradient(loss, later) };
    });
    expect([...outputsOf(program, arrays).get("later")!.data]).toEqual([0, 0, 0]);
  });

  test("what nobody asked for is not computed, and what was there before stays", () => {
    const b = new Builder("test");
    const image = b.input("batch", "image", { shape: [1, 3, 3, 1], dtype: "f32" });
    const filter = b.input("parameter", "filter", { shape: [2, 2, 1, 1], dtype: "f32" });
    const y = b.within("conv", () =>
      b.emit("conv2d", [image, filter], {
        strides: [1, 1],
        dilation: [1, 1],
        padding: [
          [0, 0],
          [0, 0],
        ],
      }),
    );
    b.exp(y);
    b.write(
      "filter",
      b.within("update", () =>
        b.gradient(
          b.within("loss", () => b.sum(y)),
          filter,
        ),
      ),
    );
    expect(print(differentiate(b.finish()).program)).toMatchInlineSnapshot(`
      "program test
        %0: f32[1, 3, 3, 1] = batch image
        %1: f32[2, 2, 1, 1] = parameter filter
        %2: f32[1, 2, 2, 1] = conv2d %0 %1 {strides: [1,1], dilation: [1,1], padding: [[0,0],[0,0]]}  // conv
        %3: f32[1, 2, 2, 1] = exp %2
        %4: f32[] = reduce_sum %2 {axes: [0,1,2,3]}  // loss
        %5: f32[] = constant {value: 1}  // update
        %6: f32[1, 1, 1, 1] = reshape %5  // loss
        %7: f32[1, 2, 2, 1] = broadcast %6  // loss
        %8: f32[2, 2, 1, 1] = conv2d_filter_gradient %0 %7 {strides: [1,1], dilation: [1,1], padding: [[0,0],[0,0]]}  // conv
        write filter = %8
      "
    `);
  });
});
