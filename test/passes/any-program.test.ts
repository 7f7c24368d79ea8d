import fc from "fast-check";
import { expect, test } from "vitest";
import { lowerPlainly, optimize } from "../../compiler/passes/optimize.ts";
import { pipeline } from "../../compiler/passes/pipeline.ts";
import { choices, randomProgram } from "./random-program.ts";
import { difference, train, withOnly } from "./train.ts";

test.each([...new Set(pipeline.map(({ name }) => name))])("%s keeps the meaning of any program", (name) => {
  fc.assert(
    fc.property(choices, (chosen) => {
      const program = randomProgram(chosen);
      const alone = withOnly(program, name).program;
      expect(difference(train(lowerPlainly(program), 2), train(alone, 2))).toBeLessThan(1e-9);
    }),
    { numRuns: 60 },
  );
});

test("all passes together keep the meaning of any program, and leave fewer instructions", () => {
  fc.assert(
    fc.property(choices, (chosen) => {
      const program = randomProgram(chosen);
      const plain = lowerPlainly(program);
      const { program: optimized } = optimize(program, { trace: true });
      expect(difference(train(plain, 3), train(optimized, 3))).toBeLessThan(1e-9);
      expect(optimized.instructions.length).toBeLessThan(plain.instructions.length);
    }),
    { numRuns: 200 },
  );
});
