import type { DType, Program, Value } from "./program.ts";
import { ProgramWriter } from "./program-writer.ts";
import { sameShape } from "./shape.ts";

/** The attributes of primitives that have none. */
const NONE = Object.freeze({});

/** Builds a step program, with a method for each of the usual primitives. */
export class Builder extends ProgramWriter {
  /** A builder of what is to follow from a program. */
  static continuing(program: Program): Builder {
    const builder = new Builder(program.name);
    builder.follow(program);
    return builder;
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
}
