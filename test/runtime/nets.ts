/** Small networks with their whole training step, written in primitives. */
import { Builder } from "../../compiler/program/builder.ts";
import { differentiate } from "../../compiler/program/differentiate.ts";
import type { NDArray } from "../../compiler/program/nd-array.ts";
import type { Program, Value } from "../../compiler/program/program.ts";
import type { ScalarKernel } from "../../compiler/program/scalar-kernel.ts";
import { verify } from "../../compiler/program/verify.ts";
import { draw, f32, i32 } from "../program/arrays.ts";

export interface Net {
  readonly program: Program;
  /** What the state is before the first step. */
  readonly state: ReadonlyMap<string, NDArray>;
  /** The batch of a step. */
  readonly batch: (step: number) => ReadonlyMap<string, NDArray>;
}

class NetBuilder extends Builder {
  readonly parameters = new Map<string, Value>();
  readonly state = new Map<string, NDArray>();

  parameter(name: string, shape: readonly number[], fanIn: number): Value {
    const bound = Math.sqrt(3 / fanIn);
    const value = this.input("parameter", name, { shape, dtype: "f32" });
    this.parameters.set(name, value);
    this.state.set(name, draw(f32(shape, -bound, bound), name));
    return value;
  }

  dense(x: Value, units: number, name: string): Value {
    const width = x.shape[1]!;
    return this.within(name, () => {
      const product = this.matmul(x, this.parameter(`${name}.kernel`, [width, units], width));
      return this.add(product, this.parameter(`${name}.bias`, [units], width));
    });
  }

  conv(x: Value, filters: number, name: string, stride = 1, dilation = 1): Value {
    const channels = x.shape[3]!;
    return this.within(name, () => {
      const filter = this.parameter(`${name}.kernel`, [3, 3, channels, filters], 9 * channels);
      const [before, after] = [dilation, dilation];
      const y = this.emit("conv2d", [x, filter], {
        strides: [stride, stride],
        dilation: [dilation, dilation],
        padding: [
          [before, after],
          [before, after],
        ],
      });
      return this.add(y, this.parameter(`${name}.bias`, [filters], 9 * channels));
    });
  }

  pool(x: Value, kind: "max_pool" | "avg_pool", cells = 2): Value {
    const none = [0, 0] as const;
    const attributes = { window: [cells, cells], strides: [2, 2], padding: [none, none] } as const;
    return this.emit(kind, [x], attributes);
  }

  flatten(x: Value): Value {
    return this.reshape(x, [x.shape[0]!, x.shape.slice(1).reduce((a, b) => a * b, 1)]);
  }

  crossEntropy(logits: Value, labels: Value): Value {
    return this.mean(this.emit("softmax_cross_entropy", [logits, labels], { on: 0.9, off: 0.1 / 9 }));
  }

  /** One Adam step on all parameters, as one kernel over all of them. */
  adam(loss: Value, lr = 1e-3): Program {
    this.output("loss.total", loss);
    const names = [...this.parameters.keys()];
    const rate = this.scalar({ op: "mul", args: [lr, 1] });
    const inputs = names.flatMap((name) => {
      const p = this.parameters.get(name)!;
      const slots = ["m", "v"].map((slot) => {
        this.state.set(`${slot}/${name}`, { ...this.state.get(name)!, data: new Float64Array(count(p)) });
        return this.input("slot", `${slot}/${name}`, p);
      });
      return [p, this.gradient(loss, p), ...slots, rate];
    });
    const shapes = names.map((name) => this.parameters.get(name)!.shape);
    const outputs = this.emitAll("fused_segments", inputs, { kernel: ADAM, shapes });
    names.forEach((name, i) => {
      for (const [o, target] of [name, `m/${name}`, `v/${name}`].entries())
        this.write(target, outputs[3 * i + o]!);
    });
    const written = this.finish();
    verify(written);
    return differentiate(written).program;
  }
}

/** (p, g, m, v, lr) -> p', m', v', without bias corrections. */
const ADAM: ScalarKernel = {
  inputs: 5,
  operations: [
    { op: "constant", args: [], value: 0.9 },
    { op: "constant", args: [], value: 0.1 },
    { op: "constant", args: [], value: 0.999 },
    { op: "constant", args: [], value: 0.001 },
    { op: "constant", args: [], value: 1e-3 },
    { op: "mul", args: [2, 5] },
    { op: "mul", args: [1, 6] },
    { op: "add", args: [10, 11] },
    { op: "mul", args: [3, 7] },
    { op: "mul", args: [1, 1] },
    { op: "mul", args: [14, 8] },
    { op: "add", args: [13, 15] },
    { op: "sqrt", args: [16] },
    { op: "add", args: [17, 9] },
    { op: "div", args: [12, 18] },
    { op: "mul", args: [4, 19] },
    { op: "sub", args: [0, 20] },
  ],
  results: [21, 12, 16],
};

function count({ shape }: Value): number {
  return shape.reduce((a, b) => a * b, 1);
}

export function mlp(batch: number, sizes: readonly number[]): Net {
  const b = new NetBuilder("mlp");
  const x = b.input("batch", "x", { shape: [batch, sizes[0]!], dtype: "f32" });
  const labels = b.input("batch", "y", { shape: [batch], dtype: "i32" });
  const hidden = sizes.slice(1, -1).reduce((h, units, i) => b.relu(b.dense(h, units, `hidden${i}`)), x);
  const program = b.adam(b.crossEntropy(b.dense(hidden, sizes.at(-1)!, "head"), labels));
  return { program, state: b.state, batch: batchOf(x, labels, sizes.at(-1)!) };
}

/** One number out: the head's kernel [n, 1] and its transpose [1, n] are the same bytes in the same order. */
export function regressor(batch: number): Net {
  const b = new NetBuilder("regressor");
  const x = b.input("batch", "x", { shape: [batch, 5], dtype: "f32" });
  const target = b.input("batch", "y", { shape: [batch], dtype: "i32" });
  const prediction = b.dense(b.relu(b.dense(x, 16, "hidden")), 1, "head");
  const error = b.sub(b.reshape(prediction, [batch]), b.cast(target, "f32"));
  const program = b.adam(b.mean(b.square(error)), 1e-2);
  return { program, state: b.state, batch: batchOf(x, target, 3) };
}

/** Convolutions with strides and dilation, both kinds of pools, a mask. */
export function oddCnn(batch: number): Net {
  const b = new NetBuilder("odd-cnn");
  const x = b.input("batch", "x", { shape: [batch, 13, 11, 2], dtype: "f32" });
  const labels = b.input("batch", "y", { shape: [batch], dtype: "i32" });
  const strided = b.relu(b.conv(x, 6, "strided", 2));
  const dilated = b.tanh(b.conv(b.pool(strided, "max_pool", 3), 5, "dilated", 1, 2));
  const flat = b.flatten(b.pool(dilated, "avg_pool"));
  const kept = b.mul(flat, b.emit("keep_mask", [b.key("noise")], { shape: flat.shape, rate: 0.3 }));
  const program = b.adam(b.crossEntropy(b.dense(kept, 10, "head"), labels), 1e-2);
  return { program, state: b.state, batch: batchOf(x, labels, 10) };
}

/** 28 x 28: conv 32, pool, conv 64, pool, dense 128, dense 10. */
export function plainCnn(batch: number): Net {
  const b = new NetBuilder("cnn");
  const x = b.input("batch", "x", { shape: [batch, 28, 28, 1], dtype: "f32" });
  const labels = b.input("batch", "y", { shape: [batch], dtype: "i32" });
  const first = b.pool(b.relu(b.conv(x, 32, "first")), "max_pool");
  const second = b.pool(b.relu(b.conv(first, 64, "second")), "max_pool");
  const hidden = b.relu(b.dense(b.flatten(second), 128, "hidden"));
  const program = b.adam(b.crossEntropy(b.dense(hidden, 10, "head"), labels));
  return { program, state: b.state, batch: batchOf(x, labels, 10) };
}

/** Words of a table, averaged; rows repeat within a batch. */
export function bagOfWords(batch: number, words: number): Net {
  const b = new NetBuilder("bag-of-words");
  const x = b.input("batch", "x", { shape: [batch, words], dtype: "i32" });
  const labels = b.input("batch", "y", { shape: [batch], dtype: "i32" });
  const table = b.parameter("table", [7, 5], 1);
  const mean = b.mean(b.emit("gather", [table, x], {}), [1]);
  const program = b.adam(b.crossEntropy(b.dense(mean, 10, "head"), labels), 1e-2);
  return { program, state: b.state, batch: batchOf(x, labels, 10, 7) };
}

function batchOf(x: Value, labels: Value, classes: number, words = 0): Net["batch"] {
  return (step) =>
    new Map([
      ["x", draw(x.dtype === "f32" ? f32(x.shape, 0, 1) : i32(x.shape, words), `x${step}`)],
      ["y", draw(i32(labels.shape, classes), `y${step}`)],
    ]);
}
