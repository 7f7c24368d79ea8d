import { describe, expect, test } from "vitest";
import { expandCompositions } from "../../compiler/plan/expand-compositions.ts";
import { verify } from "../../compiler/program/verify.ts";
import { draw } from "../program/arrays.ts";
import { expectClose } from "../program/differences.ts";
import { outputsOf, programOf } from "../program/run.ts";
import { samples } from "../program/samples.ts";

/** What tfjs has no kernel for on cpu where the window is dilated. */
const composed = ["conv2d_input_gradient", "conv2d_filter_gradient"] as const;

describe.each(composed)("%s", (name) => {
  const dilated = samples[name].filter(({ attributes }) => attributes.dilation.some((step) => step !== 1));

  test("has dilated samples", () => expect(dilated).not.toEqual([]));

  dilated.forEach((sample, number) => {
    test(`means the same after its expansion, sample ${number}`, () => {
      const arrays = new Map(sample.inputs.map((type, i) => [`x${i}`, draw(type, `x${i}`)]));
      const program = programOf(arrays, (b, inputs) => ({
        y: b.emit(name, Object.values(inputs), sample.attributes),
      }));
      const expanded = expandCompositions(program, "cpu");
      verify(expanded);
      const expected = outputsOf(program, arrays).get("y")!;
      expectClose(outputsOf(expanded, arrays).get("y")!.data, expected.data, 1e-12, name);
      expect(expanded.instructions.filter(({ op }) => op === name)).toEqual([]);
    });
  });
});
