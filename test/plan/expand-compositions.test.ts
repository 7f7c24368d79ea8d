import { describe, expect, test } from "vitest";
import { expandCompositions } from "../../compiler/plan/expand-compositions.ts";
import type { PrimitiveName } from "../../compiler/program/primitive-attributes.ts";
import { verify } from "../../compiler/program/verify.ts";
import { draw } from "../program/arrays.ts";
import { expectClose } from "../program/differences.ts";
import { outputsOf, programOf } from "../program/run.ts";
import { samples } from "../program/samples.ts";

/** What wasm has no kernel for, or a slow one. */
const composed = ["matmul", "conv2d_input_gradient", "conv2d_filter_gradient"] as const;

describe.each(composed)("%s", (name) => {
  samples[name].forEach((sample, number) => {
    test(`means the same after its expansion, sample ${number}`, () => {
      const arrays = new Map(sample.inputs.map((type, i) => [`x${i}`, draw(type, `x${i}`)]));
      const program = programOf(arrays, (b, inputs) => ({
        y: b.emit(name, Object.values(inputs), sample.attributes),
      }));
      const expanded = expandCompositions(program, "wasm");
      verify(expanded);
      const expected = outputsOf(program, arrays).get("y")!;
      expectClose(outputsOf(expanded, arrays).get("y")!.data, expected.data, 1e-12, name);
      const left = expanded.instructions.filter(({ op, attributes }) => isComposed(op, attributes));
      expect(left).toEqual([]);
    });
  });
});

function isComposed(op: PrimitiveName, attributes: object): boolean {
  return op === "matmul" ? Object.values(attributes).includes(true) : op.startsWith("conv2d_");
}
