import { describe, expect, test } from "vitest";
import { Builder } from "../../compiler/program/builder.ts";
import { InstructionWriter } from "../../compiler/program/instruction-writer.ts";
import type { Instruction, Program } from "../../compiler/program/program.ts";
import { isWiredAs, wiringOf } from "../../compiler/program/wiring.ts";

/** Longer than the room that a writer begins with, with one instruction that reads hundreds of values. */
function long(): Program {
  const b = new Builder("long");
  const x = b.input("batch", "x", { shape: [1], dtype: "f32" });
  const pieces = Array.from({ length: 700 }, (_, i) => b.mul(x, b.constant(i, [1])));
  b.output("y", b.concat(pieces, 0));
  return b.finish();
}

function expectWired(instructions: readonly Instruction[]): void {
  const wiring = wiringOf(instructions);
  instructions.forEach((instruction, position) => {
    expect(isWiredAs(wiring, position, instruction)).toBe(true);
  });
}

describe("the wiring of a program", () => {
  test("is what was built, and what is found without having been written", () => {
    const { instructions } = long();
    expectWired(instructions);
    expectWired([...instructions]);
  });

  test("is written on behind what is kept, left out, moved and appended", () => {
    const { instructions } = long();
    const writer = new InstructionWriter(instructions);
    for (let position = 0; position < 100; position++) writer.keep(position);
    for (let position = instructions.length - 1; position >= 200; position--) writer.keep(position);
    for (const instruction of instructions.slice(100, 200)) writer.append(instruction);
    const written = writer.finish();
    expect(written).toHaveLength(instructions.length);
    expect(written[100]).toBe(instructions.at(-1));
    expectWired(written);
  });

  test("of instructions that are all kept is that of the source, which is returned itself", () => {
    const { instructions } = long();
    const writer = new InstructionWriter(instructions);
    for (let position = 0; position < instructions.length; position++) writer.keep(position);
    expect(writer.finish()).toBe(instructions);
  });

  test("of the first instructions alone ends with them", () => {
    const { instructions } = long();
    const writer = new InstructionWriter(instructions);
    for (let position = 0; position < 10; position++) writer.keep(position);
    const written = writer.finish();
    expect(written).toEqual(instructions.slice(0, 10));
    expectWired(written);
  });
});
