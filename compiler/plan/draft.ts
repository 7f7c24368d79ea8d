/** A plan while it is made: registers given out, steps in order, nothing yet said about memory. */

import type { Diagnostic } from "../../grammar/diagnostic.ts";
import type { PrimitiveName } from "../program/primitive-attributes.ts";
import type { Instruction, Program, TensorType, Value } from "../program/program.ts";
import type { BackendName } from "./backend-name.ts";
import { lowerInstruction } from "./backends/lower-instruction.ts";
import type { LoweredCall } from "./lowering.ts";
import { diagnosePlan } from "./messages.ts";
import { copying } from "./movements.ts";
import type { PlanInput, Register } from "./plan.ts";

export interface DraftStep {
  readonly op: PrimitiveName | "copy";
  readonly origin: string;
  readonly inputs: readonly Register[];
  readonly outputs: readonly Register[];
  readonly call: LoweredCall;
}

export interface NamedRegister {
  readonly name: string;
  readonly register: Register;
}

export class Draft {
  readonly registers: TensorType[] = [];
  readonly inputs: PlanInput[] = [];
  readonly constants: { readonly register: Register; readonly value: number }[] = [];
  readonly steps: DraftStep[] = [];
  readonly outputs: NamedRegister[];
  readonly writes: NamedRegister[];
  readonly diagnostics: Diagnostic[] = [];
  /** The step before which no state may change: the first of the updates. */
  readonly guard: number;
  /** By the id of a value. */
  private readonly registerOf: Uint32Array;

  /** @param updates how many of the program's instructions, the last ones, are updates */
  constructor(
    program: Program,
    private readonly backend: BackendName,
    updates: number,
  ) {
    this.registerOf = new Uint32Array(program.idBound);
    for (const input of program.inputs) {
      const { name, value } = input;
      const register = this.define(value);
      if (input.kind === "scalar")
        this.inputs.push({ kind: input.kind, name, scalar: input.scalar, register });
      else this.inputs.push({ kind: input.kind, name, register });
    }
    const { instructions } = program;
    const first = instructions.length - updates;
    for (let position = 0; position < first; position++) this.lower(instructions[position]!);
    this.guard = this.steps.length;
    for (let position = first; position < instructions.length; position++)
      this.lower(instructions[position]!);
    this.outputs = program.outputs.map(({ name, value }) => ({ name, register: this.of(value) }));
    this.writes = program.writes.map(({ name, value }) => ({ name, register: this.of(value) }));
  }

  /** A new register with a copy of what `from` holds, made after the last step so far. */
  copy(from: Register, origin: string): Register {
    const type = this.registers[from]!;
    const to = this.registers.push(type) - 1;
    this.steps.push({ op: "copy", origin, inputs: [from], outputs: [to], call: copying(type) });
    return to;
  }

  private lower(instruction: Instruction): void {
    const { op, origin } = instruction;
    const lowering = lowerInstruction(this.backend, instruction);
    const inputs = instruction.inputs.map((input) => this.of(input));
    const outputs = instruction.outputs.map((output) => this.define(output));
    switch (lowering.via) {
      case "tfjs":
      case "host":
      case "alias":
        this.steps.push({ op, origin, inputs, outputs, call: lowering });
        break;
      case "constant":
        this.constants.push({ register: outputs[0]!, value: lowering.value });
        break;
      case "composition":
        throw new Error(`the composition of ${op} was not expanded before planning`);
      case "nothing": {
        const slots = { op, origin, backend: this.backend, reason: lowering.reason };
        this.diagnostics.push(diagnosePlan("unsupported-primitive", slots, null));
      }
    }
  }

  private define(value: Value): Register {
    const register = this.registers.push({ shape: value.shape, dtype: value.dtype }) - 1;
    this.registerOf[value.id] = register;
    return register;
  }

  private of(value: Value): Register {
    return this.registerOf[value.id]!;
  }
}
