import { describe, test } from "vitest";
import { backendNames } from "../../compiler/plan/backend-name.ts";
import type { NDArray } from "../../compiler/program/nd-array.ts";
import { type Drawn, draw } from "../program/arrays.ts";
import { expectClose } from "../program/differences.ts";
import { type Arrays, outputsOf, programOf } from "../program/run.ts";
import { primitiveNames, samples } from "../program/samples.ts";
import { openOrFail, outputsOn, rounded } from "./on-backend.ts";

describe.each(backendNames)("on %s", (backendName) => {
  describe.each(primitiveNames)("%s", (name) => {
    samples[name].forEach((sample, number) => {
      test(`gives what the interpreter gives, sample ${number}`, async () => {
        const backend = await openOrFail(backendName);
        const arrays = arraysOf(sample);
        const program = programOf(arrays, (b, inputs) =>
          name === "gradient"
            ? { y: b.gradient(b.sum(b.mul(inputs.x0!, inputs.x1!)), inputs.x1!) }
            : Object.fromEntries(
                b.emitAll(name, Object.values(inputs), sample.attributes).map((y, i) => [`y${i}`, y]),
              ),
        );
        const actual = await outputsOn(backend, program, arrays);
        for (const [output, expected] of outputsOf(program, arrays))
          expectClose(actual.get(output)!, expected.data, 2e-6, `${name} ${output}`);
      });
    });
  });
});

function arraysOf({ inputs }: { readonly inputs: readonly Drawn[] }): Arrays {
  return new Map(inputs.map((type, i): [string, NDArray] => [`x${i}`, rounded(draw(type, `x${i}`))]));
}
