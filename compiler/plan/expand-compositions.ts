/** Rewrites what a backend has no kernel for into primitives that it has. */
import { Builder } from "../program/builder.ts";
import type { PrimitiveAttributes, PrimitiveName } from "../program/primitive-attributes.ts";
import type { Program, ProgramInput, Value } from "../program/program.ts";
import type { BackendName } from "./backend-name.ts";
import { lowerInstruction } from "./backends/lower-instruction.ts";

export function expandCompositions(program: Program, backend: BackendName): Program {
  const builder = new Builder(program.name);
  const renamed = new Map<number, Value>();
  const current = (value: Value): Value => renamed.get(value.id)!;
  for (const input of program.inputs) renamed.set(input.value.id, redeclare(builder, input));
  for (const instruction of program.instructions) {
    const inputs = instruction.inputs.map(current);
    const lowering = lowerInstruction(backend, instruction);
    const outputs = builder.within(instruction.origin, () =>
      lowering.via === "composition"
        ? [lowering.expand(builder, inputs)]
        : builder.emitAll<PrimitiveName>(
            instruction.op,
            inputs,
            instruction.attributes as PrimitiveAttributes[PrimitiveName],
          ),
    );
    for (const [i, output] of instruction.outputs.entries()) renamed.set(output.id, outputs[i]!);
  }
  for (const { name, value } of program.outputs) builder.output(name, current(value));
  for (const { name, value } of program.writes) builder.write(name, current(value));
  return builder.finish();
}

function redeclare(builder: Builder, input: ProgramInput): Value {
  switch (input.kind) {
    case "scalar":
      return builder.scalar(input.scalar);
    case "key":
      return builder.key(input.name);
    default:
      return builder.input(input.kind, input.name, input.value);
  }
}
