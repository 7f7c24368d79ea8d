/** The primitives' rules applied to an instruction whose primitive is not known beforehand. */
import type { Builder } from "./builder.ts";
import type { NDArray } from "./nd-array.ts";
import type { PrimitiveName } from "./primitive-attributes.ts";
import { primitives } from "./primitives/index.ts";
import type { InstructionOf, TensorType, Value } from "./program.ts";

/** The outputs' types, from the inputs' and the attributes. Throws `ProgramError` on misuse. */
export function inferInstruction<K extends PrimitiveName>(
  instruction: Pick<InstructionOf<K>, "op" | "inputs" | "attributes">,
): readonly TensorType[] {
  return primitives[instruction.op].infer(instruction.inputs, instruction.attributes);
}

/** The outputs in float64, for the given inputs. */
export function evaluateInstruction<K extends PrimitiveName>(
  instruction: Pick<InstructionOf<K>, "op" | "attributes">,
  inputs: readonly NDArray[],
): readonly NDArray[] {
  return primitives[instruction.op].evaluate(inputs, instruction.attributes);
}

/** The gradients by the inputs, built from those by the outputs (null where nothing depends on one). */
export function differentiateInstruction<K extends PrimitiveName>(
  builder: Builder,
  { op, inputs, outputs, attributes }: InstructionOf<K>,
  gradients: readonly (Value | null)[],
): readonly (Value | null)[] {
  return primitives[op].differentiate({ builder, inputs, outputs, attributes, gradients });
}
