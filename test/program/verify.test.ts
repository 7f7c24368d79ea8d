import { describe, expect, test } from "vitest";
import { Builder } from "../../compiler/program/builder.ts";
import { ProgramError } from "../../compiler/program/error.ts";
import type { Instruction, Program, ProgramInput, Value } from "../../compiler/program/program.ts";
import { verify } from "../../compiler/program/verify.ts";

/** y = relu(x · w); w is overwritten by 2w; the key and the scalar are there to be broken. */
function sound(): Program {
  const b = new Builder("sound");
  const x = b.input("batch", "x", { shape: [2, 3], dtype: "f32" });
  const w = b.input("parameter", "w", { shape: [3, 4], dtype: "f32" });
  b.input("slot", "m/w", { shape: [3, 4], dtype: "f32" });
  b.scalar({ op: "step" });
  b.key("site");
  const y = b.within("layer", () => b.relu(b.matmul(x, w)));
  b.output("y", y);
  b.write("w", b.add(w, w));
  return b.finish();
}

function withInstruction(position: number, change: (instruction: Instruction) => unknown): Program {
  const program = sound();
  const instructions = program.instructions.map((instruction, i) =>
    i === position ? ({ ...instruction, ...(change(instruction) as object) } as Instruction) : instruction,
  );
  return { ...program, instructions };
}

function withInput(position: number, change: object): Program {
  const program = sound();
  const inputs = program.inputs.map((input, i) => (i === position ? { ...input, ...change } : input));
  return { ...program, inputs: inputs as readonly ProgramInput[] };
}

const value = (id: number, shape: readonly number[], dtype: Value["dtype"] = "f32"): Value => ({
  id,
  shape,
  dtype,
});

const y = sound().outputs[0]!.value;
const doubled = sound().writes[0]!.value;

const broken: Readonly<Record<string, readonly [program: () => Program, message: RegExp]>> = {
  "a value read before it is defined": [
    () => ({ ...sound(), instructions: sound().instructions.toReversed() }),
    /instruction 1 \(relu, layer\): %\d+ is read before it is defined/,
  ],
  "a value defined twice": [
    () => withInstruction(0, () => ({ outputs: [value(0, [2, 4])] })),
    /instruction 0 \(matmul, layer\): %0 is defined twice/,
  ],
  "an id that is not below the bound": [
    () => ({ ...sound(), idBound: 6 }),
    /instruction 1 \(relu, layer\): %6 is not below 6/,
  ],
  "instructions that were changed in place": [
    () => {
      const program = sound();
      (program.instructions as Instruction[])[0] = withInstruction(0, ({ inputs }) => ({
        op: "add",
        attributes: {},
        inputs: [inputs[0]!, inputs[0]!],
        outputs: [{ ...sound().instructions[0]!.outputs[0]!, shape: [2, 3] }],
      })).instructions[0]!;
      return program;
    },
    /instruction 0 \(add, layer\): is on record as another instruction/,
  ],
  "a value read with another shape than it has": [
    () => withInstruction(0, ({ inputs }) => ({ inputs: [value(inputs[0]!.id, [5, 3]), inputs[1]!] })),
    /%0 is read as f32\[5, 3\], is f32\[2, 3\]/,
  ],
  "an output of another type than inferred": [
    () => withInstruction(0, ({ outputs }) => ({ outputs: [value(outputs[0]!.id, [4, 2])] })),
    /output 0 is declared f32\[4, 2\], is f32\[2, 4\]/,
  ],
  "too many outputs": [
    () => withInstruction(0, ({ outputs }) => ({ outputs: [...outputs, value(99, [])] })),
    /has 2 outputs instead of 1/,
  ],
  "attributes that do not fit the inputs": [
    () => withInstruction(0, () => ({ attributes: { transposeA: true, transposeB: false } })),
    /^instruction 0 \(matmul, layer\): cannot multiply/,
  ],
  "an input declared twice": [
    () => ({ ...sound(), inputs: [...sound().inputs, { kind: "batch", name: "x", value: value(99, [1]) }] }),
    /batch x: is declared twice/,
  ],
  "a slot with the name of a parameter": [() => withInput(2, { name: "w" }), /slot w: another parameter/],
  "an empty input": [() => withInput(2, { value: value(2, [0]) }), /slot m\/w: \[0\] is no shape/],
  "a scalar that is no scalar": [
    () => withInput(3, { value: value(3, [2]) }),
    /is f32\[2\] instead of f32\[\]/,
  ],
  "a key of another type": [() => withInput(4, { value: value(4, [2]) }), /key site: is f32\[2\] instead of/],
  "an output never defined": [
    () => ({ ...sound(), outputs: [{ name: "y", value: value(99, []) }] }),
    /output y: %99 is read before/,
  ],
  "an output named twice": [
    () => ({
      ...sound(),
      outputs: [
        { name: "y", value: y },
        { name: "y", value: y },
      ],
    }),
    /output y: occurs twice/,
  ],
  "a write never defined": [
    () => ({ ...sound(), writes: [{ name: "w", value: value(99, []) }] }),
    /write w: %99 is read before/,
  ],
  "a write to nothing": [
    () => ({ ...sound(), writes: [{ name: "v", value: doubled }] }),
    /write v: no parameter, state or slot has this name/,
  ],
  "a write to the batch": [
    () => ({ ...sound(), writes: [{ name: "x", value: y }] }),
    /write x: no parameter/,
  ],
  "a write of another type": [
    () => ({ ...sound(), writes: [{ name: "w", value: y }] }),
    /write w: writes f32\[2, 4\] into f32\[3, 4\]/,
  ],
  "two writes to one parameter": [
    () => ({
      ...sound(),
      writes: [
        { name: "w", value: doubled },
        { name: "w", value: doubled },
      ],
    }),
    /write w: occurs twice/,
  ],
};

test("a sound program passes", () => {
  expect(() => verify(sound())).not.toThrow();
});

describe("verification refuses", () => {
  test.each(Object.keys(broken))("%s", (rule) => {
    const [program, message] = broken[rule]!;
    expect(() => verify(program())).toThrow(ProgramError);
    expect(() => verify(program())).toThrow(message);
  });
});
