/** Writes a step program instruction by instruction, inferring and checking types as it goes. */
import type { HostScalar } from "./host-scalar.ts";
import { InstructionWriter } from "./instruction-writer.ts";
import type { PrimitiveAttributes, PrimitiveName } from "./primitive-attributes.ts";
import { primitives } from "./primitives/index.ts";
import type {
  DType,
  Instruction,
  InstructionOf,
  Program,
  ProgramInput,
  ProgramOutput,
  ProgramWrite,
  TensorType,
  Value,
} from "./program.ts";

export class ProgramWriter {
  private nextId = 0;
  private inputs: ProgramInput[] = [];
  /** By kind and name; those of a kind when one of it is first asked for. */
  private readonly declared = new Map<ProgramInput["kind"], Map<string, ProgramInput>>();
  private written = new InstructionWriter([]);
  private readonly numbers = new Map<number, Value>();
  private readonly outputs: ProgramOutput[] = [];
  private readonly writes: ProgramWrite[] = [];
  /** What the instructions to come belong to. */
  origin = "";

  constructor(readonly name: string) {}

  /** Goes on from a program: with its inputs, and ids that are none of its own. */
  protected follow(program: Program): void {
    this.inputs = program.inputs.slice();
    this.nextId = program.idBound;
    this.written = new InstructionWriter(program.instructions);
  }

  /** Runs `build` with every instruction inside marked as belonging to `origin`. */
  within<T>(origin: string, build: () => T): T {
    const outer = this.origin;
    this.origin = origin;
    try {
      return build();
    } finally {
      this.origin = outer;
    }
  }

  /** The input of this kind and name, made at its first use. */
  input(kind: "batch" | "parameter" | "state" | "slot", name: string, type: TensorType): Value {
    return this.declare(kind, name, type, (value) => ({ kind, name, value }));
  }

  /** A number made on the host each step; equal expressions share one input. Plain numbers become constants. */
  scalar(scalar: HostScalar): Value {
    if (typeof scalar === "number") return this.constant(scalar);
    const name = JSON.stringify(scalar);
    return this.declare("scalar", name, { shape: [], dtype: "f32" }, (value) => ({
      kind: "scalar",
      name,
      value,
      scalar,
    }));
  }

  /** The key of a noise site's stream at this step; i32 [2]. */
  key(site: string): Value {
    return this.declare("key", site, { shape: [2], dtype: "i32" }, (value) => ({
      kind: "key",
      name: site,
      value,
    }));
  }

  output(name: string, value: Value): void {
    this.outputs.push({ name, value });
  }

  write(name: string, value: Value): void {
    this.writes.push({ name, value });
  }

  finish(): Program {
    return {
      name: this.name,
      inputs: this.inputs,
      instructions: this.written.finish(),
      outputs: this.outputs,
      writes: this.writes,
      idBound: this.nextId,
    };
  }

  /** What leaves the given program, which is continued, leaves the new one, too: each value as it is by now. */
  finishAs({ outputs, writes }: Program, now: (old: Value) => Value): Program {
    return { ...this.finish(), outputs: movedTo(outputs, now), writes: movedTo(writes, now) };
  }

  /** Appends the instruction that stands there in the program that is continued. */
  keep(position: number): void {
    this.written.keep(position);
  }

  /** Appends an instruction; its outputs are new, or those of one of the program that is continued. */
  append(instruction: Instruction): void {
    this.written.append(instruction);
  }

  /** Appends any primitive; `emit` for the usual ones with one output. */
  emitAll<K extends PrimitiveName>(
    op: K,
    inputs: readonly Value[],
    attributes: PrimitiveAttributes[K],
  ): readonly Value[] {
    const outputs = this.values(primitives[op].infer(inputs, attributes));
    const instruction: InstructionOf<K> = { op, inputs, attributes, outputs, origin: this.origin };
    this.append(instruction as unknown as Instruction);
    return outputs;
  }

  emit<K extends PrimitiveName>(op: K, inputs: readonly Value[], attributes: PrimitiveAttributes[K]): Value {
    return this.emitAll(op, inputs, attributes)[0]!;
  }

  /** A number, or a tensor filled with it; equal numbers are one instruction. */
  constant(value: number, shape: readonly number[] = [], dtype: DType = "f32"): Value {
    if (shape.length > 0 || dtype !== "f32" || Object.is(value, -0))
      return this.emit("constant", [], { value, shape, dtype });
    const known = this.numbers.get(value);
    if (known !== undefined) return known;
    const made = this.emit("constant", [], { value, shape, dtype });
    this.numbers.set(value, made);
    return made;
  }

  private declare(
    kind: ProgramInput["kind"],
    name: string,
    type: TensorType,
    make: (value: Value) => ProgramInput,
  ): Value {
    const declared = this.declared.get(kind) ?? this.findDeclared(kind);
    const known = declared.get(name);
    if (known !== undefined) return known.value;
    const input = make(this.value(type));
    this.inputs.push(input);
    declared.set(name, input);
    return input.value;
  }

  private findDeclared(kind: ProgramInput["kind"]): Map<string, ProgramInput> {
    const own = this.inputs.filter((input) => input.kind === kind);
    const declared = new Map(own.map((input) => [input.name, input]));
    this.declared.set(kind, declared);
    return declared;
  }

  private values(types: readonly TensorType[]): readonly Value[] {
    return types.length === 1 ? [this.value(types[0]!)] : types.map(this.value, this);
  }

  private value(type: TensorType): Value {
    return { id: this.nextId++, shape: type.shape, dtype: type.dtype };
  }
}

/** The array itself where nothing moved, as many passes change no weight's update. */
function movedTo<T extends { readonly value: Value }>(
  named: readonly T[],
  now: (old: Value) => Value,
): readonly T[] {
  let moved: T[] | null = null;
  for (let i = 0; i < named.length; i++) {
    const value = now(named[i]!.value);
    if (value === named[i]!.value) continue;
    moved ??= named.slice();
    moved[i] = { ...named[i]!, value };
  }
  return moved ?? named;
}
