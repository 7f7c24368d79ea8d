import { describe, expect, test } from "vitest";
import type { Builder } from "../../compiler/program/builder.ts";
import { ProgramError } from "../../compiler/program/error.ts";
import type { NDArray } from "../../compiler/program/nd-array.ts";
import type { PrimitiveName } from "../../compiler/program/primitive-attributes.ts";
import type { Value } from "../../compiler/program/program.ts";
import { draw, f32 } from "./arrays.ts";
import { centralDifferences, expectClose } from "./differences.ts";
import { type Arrays, outputsOf, programOf } from "./run.ts";
import { primitiveNames, type Sample, samples } from "./samples.ts";

/** Primitives whose derivative is not the derivative of their value. */
const apart: { readonly [K in PrimitiveName]?: "blocked" | "refused" } = {
  stop_gradient: "blocked",
  gradient: "refused",
  fused: "refused",
  fused_segments: "refused",
  fused_reduce: "refused",
};

describe.each(primitiveNames.filter((name) => apart[name] === undefined))("%s", (name) => {
  samples[name].forEach((sample, number) => {
    test(`has the first and second derivatives of its value, sample ${number}`, () => {
      const arrays = arraysOf(sample);
      const differentiable = [...arrays].filter(([, { dtype }]) => dtype === "f32").map(([x]) => x);
      const program = programOf(arrays, (b, inputs) => {
        const loss = weightedSum(b, b.emitAll(name, Object.values(inputs), sample.attributes), "loss");
        const firsts = differentiable.map((x) => b.gradient(loss, inputs[x]!));
        // The gradients' own weighted sum, for the second derivatives.
        const sum = firsts.length === 0 ? loss : weightedSum(b, firsts, "gradients");
        return {
          loss,
          sum,
          ...named("first", differentiable, firsts),
          ...named(
            "second",
            differentiable,
            differentiable.map((x) => b.gradient(sum, inputs[x]!)),
          ),
        };
      });
      const results = outputsOf(program, arrays);
      const output = (name: string) => (moved: Arrays) => outputsOf(program, moved).get(name)!.data[0]!;
      for (const x of differentiable) {
        const [first, second] = [results.get(`first ${x}`)!, results.get(`second ${x}`)!];
        expectClose(first.data, centralDifferences(output("loss"), arrays, x), 1e-7, `gradient by ${x}`);
        expectClose(
          second.data,
          centralDifferences(output("sum"), arrays, x),
          1e-7,
          `second gradient by ${x}`,
        );
      }
    });
  });
});

test("no gradient flows through stop_gradient, though its value changes", () => {
  const arrays = new Map([["x", draw(f32([3]), "x")]]);
  const program = programOf(arrays, (b, { x }) => {
    const loss = b.sum(b.mul(b.stopGradient(x!), x!));
    return { gradient: b.gradient(loss, x!) };
  });
  expect(outputsOf(program, arrays).get("gradient")!.data).toEqual(arrays.get("x")!.data);
});

test.each(primitiveNames.filter((name) => apart[name] === "refused" && name !== "gradient"))(
  "%s, which is made after differentiation, refuses to be differentiated",
  (name) => {
    const arrays = arraysOf(samples[name][0]!);
    const build = () =>
      programOf(arrays, (b, inputs) => {
        const values = Object.values(inputs);
        const loss = weightedSum(b, b.emitAll(name, values, samples[name][0]!.attributes), "loss");
        return { gradient: b.gradient(loss, values[0]!) };
      });
    expect(build).toThrow(ProgramError);
    expect(build).toThrow(`${name}: `);
  },
);

function arraysOf(sample: Sample<unknown>): Arrays {
  return new Map(sample.inputs.map((input, i): [string, NDArray] => [`x${i}`, draw(input, `x${i}`)]));
}

/** Every cell times its own fixed number, so that no two cells' derivatives can be taken for each other. */
function weightedSum(b: Builder, values: readonly Value[], salt: string): Value {
  const terms = values.map((value, i) => {
    const { data } = draw(f32(value.shape, 0.5, 1.5), `${salt} ${i}`);
    const cells = Array.from(data, (cell) => b.constant(cell, [1]));
    return b.sum(b.mul(b.cast(value, "f32"), b.reshape(b.concat(cells, 0), value.shape)));
  });
  return terms.reduce((sum, term) => b.add(sum, term));
}

function named(prefix: string, names: readonly string[], values: readonly Value[]) {
  return Object.fromEntries(names.map((name, i) => [`${prefix} ${name}`, values[i]!]));
}
