/** Builds a step program instruction by instruction, inferring and checking types as it goes. */
import type { HostScalar } from "./host-scalar.ts";
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
import { sameShape } from "./shape.ts";

/** The attributes of primitives that have none. */
const NONE = Object.freeze({});

export class Builder {
  private nextId = 0;
  private readonly inputs: ProgramInput[] = [];
  /** By kind and name; made when it is first asked for. */
  private declared: Map<string, ProgramInput> | null = null;
  private instructions: Instruction[] = [];
  /** The instructions of the program that is continued, and how many of them stand in front, not yet copied. */
  private continued: readonly Instruction[] = [];
  private front = 0;
  private readonly numbers = new Map<number, Value>();
  private readonly outputs: ProgramOutput[] = [];
  private readonly writes: ProgramWrite[] = [];
  /** What the instructions to come belong to. */
  origin = "";

  constructor(readonly name: string) {}

  /** A builder of what is to follow from a program: with its inputs, and ids that are none of its own. */
  static continuing(program: Program): Builder {
    const builder = new Builder(program.name);
    for (const input of program.inputs) builder.inputs.push(input);
    builder.nextId = program.idBound;
    builder.continued = program.instructions;
    return builder;
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
    this.copyFront();
    return {
      name: this.name,
      inputs: this.inputs,
      instructions: this.instructions,
      outputs: this.outputs,
      writes: this.writes,
      idBound: this.nextId,
    };
  }

  /** Appends an instruction of the program that is continued, its types unchanged. */
  append(instruction: Instruction): void {
    if (this.instructions.length === 0 && this.continued[this.front] === instruction) this.front += 1;
    else {
      this.copyFront();
      this.instructions.push(instruction);
    }
  }

  /** Appends any primitive; `emit` for the usual ones with one output. */
  emitAll<K extends PrimitiveName>(
    op: K,
    inputs: readonly Value[],
    attributes: PrimitiveAttributes[K],
  ): readonly Value[] {
    this.copyFront();
    const types = primitives[op].infer(inputs, attributes);
    const outputs = types.map((type) => this.value(type));
    const instruction: InstructionOf<K> = { op, inputs, attributes, outputs, origin: this.origin };
    this.instructions.push(instruction as unknown as Instruction);
    return outputs;
  }

  emit<K extends PrimitiveName>(op: K, inputs: readonly Value[], attributes: PrimitiveAttributes[K]): Value {
    return this.emitAll(op, inputs, attributes)[0]!;
  }

  /** A number, or a tensor filled with it; equal numbers are one instruction. */
  constant(value: number, shape: readonly number[] = [], dtype: DType = "f32"): Value {
    if (shape.length > 0 || dtype !== "f32" || Object.is(value, -0))
      return this.emit("constant", [], { value, shape, dtype });
    const made = this.numbers.get(value) ?? this.emit("constant", [], { value, shape, dtype });
    this.numbers.set(value, made);
    return made;
  }

  neg(x: Value): Value {
    return this.emit("neg", [x], NONE);
  }
  abs(x: Value): Value {
    return this.emit("abs", [x], NONE);
  }
  sign(x: Value): Value {
    return this.emit("sign", [x], NONE);
  }
  exp(x: Value): Value {
    return this.emit("exp", [x], NONE);
  }
  expm1(x: Value): Value {
    return this.emit("expm1", [x], NONE);
  }
  log(x: Value): Value {
    return this.emit("log", [x], NONE);
  }
  log1p(x: Value): Value {
    return this.emit("log1p", [x], NONE);
  }
  sqrt(x: Value): Value {
    return this.emit("sqrt", [x], NONE);
  }
  tanh(x: Value): Value {
    return this.emit("tanh", [x], NONE);
  }
  flushSubnormal(x: Value): Value {
    return this.emit("flush_subnormal", [x], NONE);
  }
  sigmoid(x: Value): Value {
    return this.emit("sigmoid", [x], NONE);
  }
  relu(x: Value): Value {
    return this.emit("relu", [x], NONE);
  }
  erf(x: Value): Value {
    return this.emit("erf", [x], NONE);
  }
  floor(x: Value): Value {
    return this.emit("floor", [x], NONE);
  }

  add(a: Value, b: Value): Value {
    return this.emit("add", [a, b], NONE);
  }
  sub(a: Value, b: Value): Value {
    return this.emit("sub", [a, b], NONE);
  }
  mul(a: Value, b: Value): Value {
    return this.emit("mul", [a, b], NONE);
  }
  div(a: Value, b: Value): Value {
    return this.emit("div", [a, b], NONE);
  }
  max(a: Value, b: Value): Value {
    return this.emit("max", [a, b], NONE);
  }
  min(a: Value, b: Value): Value {
    return this.emit("min", [a, b], NONE);
  }
  pow(a: Value, b: Value): Value {
    return this.emit("pow", [a, b], NONE);
  }
  square(x: Value): Value {
    return this.mul(x, x);
  }
  /** x times a plain number. */
  scale(x: Value, factor: number): Value {
    return this.mul(x, this.constant(factor));
  }

  equal(a: Value, b: Value): Value {
    return this.emit("equal", [a, b], NONE);
  }
  less(a: Value, b: Value): Value {
    return this.emit("less", [a, b], NONE);
  }
  greater(a: Value, b: Value): Value {
    return this.emit("greater", [a, b], NONE);
  }
  greaterEqual(a: Value, b: Value): Value {
    return this.emit("greater_equal", [a, b], NONE);
  }
  select(condition: Value, a: Value, b: Value): Value {
    return this.emit("select", [condition, a, b], NONE);
  }
  cast(x: Value, dtype: DType): Value {
    return x.dtype === dtype ? x : this.emit("cast", [x], { dtype });
  }
  stopGradient(x: Value): Value {
    return this.emit("stop_gradient", [x], NONE);
  }

  broadcast(x: Value, shape: readonly number[]): Value {
    return sameShape(x.shape, shape) ? x : this.emit("broadcast", [x], { shape });
  }
  reshape(x: Value, shape: readonly number[]): Value {
    return sameShape(x.shape, shape) ? x : this.emit("reshape", [x], { shape });
  }
  transpose(x: Value, permutation: readonly number[]): Value {
    return this.emit("transpose", [x], { permutation });
  }
  slice(x: Value, start: readonly number[], size: readonly number[]): Value {
    return this.emit("slice", [x], { start, size });
  }
  pad(x: Value, padding: readonly (readonly [number, number])[]): Value {
    return this.emit("pad", [x], { padding });
  }
  concat(xs: readonly Value[], axis: number): Value {
    return this.emit("concat", xs, { axis });
  }
  reverse(x: Value, axes: readonly number[]): Value {
    return this.emit("reverse", [x], { axes });
  }

  /** Sum over the given axes, or over all. */
  sum(x: Value, axes: readonly number[] = x.shape.map((_, axis) => axis), keepDims = false): Value {
    return axes.length === 0 ? x : this.emit("reduce_sum", [x], { axes, keepDims });
  }
  /** Mean over the given axes, or over all. */
  mean(x: Value, axes: readonly number[] = x.shape.map((_, axis) => axis), keepDims = false): Value {
    const count = axes.reduce((product, axis) => product * x.shape[axis]!, 1);
    return this.scale(this.sum(x, axes, keepDims), 1 / count);
  }
  reduceMax(x: Value, axes: readonly number[], keepDims = false): Value {
    return this.emit("reduce_max", [x], { axes, keepDims });
  }
  argmax(x: Value, axis: number): Value {
    return this.emit("argmax", [x], { axis });
  }
  oneHot(indices: Value, depth: number): Value {
    return this.emit("one_hot", [indices], { depth });
  }

  matmul(a: Value, b: Value, transposeA = false, transposeB = false): Value {
    return this.emit("matmul", [a, b], { transposeA, transposeB });
  }
  /** The gradient of a scalar by `x`; expanded by the `differentiate` pass. */
  gradient(loss: Value, x: Value): Value {
    return this.emit("gradient", [loss, x], NONE);
  }

  private copyFront(): void {
    if (this.front > 0) this.instructions = this.continued.slice(0, this.front);
    this.front = 0;
  }

  private declare(kind: string, name: string, type: TensorType, make: (value: Value) => ProgramInput): Value {
    this.declared ??= new Map(this.inputs.map((input) => [`${input.kind}:${input.name}`, input]));
    const known = this.declared.get(`${kind}:${name}`);
    if (known !== undefined) return known.value;
    const input = make(this.value(type));
    this.inputs.push(input);
    this.declared.set(`${kind}:${name}`, input);
    return input.value;
  }

  private value(type: TensorType): Value {
    return { id: this.nextId++, shape: type.shape, dtype: type.dtype };
  }
}
