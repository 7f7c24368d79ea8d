import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, test } from "vitest";
import type { NDArray } from "../../compiler/program/nd-array.ts";
import type { PrimitiveName } from "../../compiler/program/primitive-attributes.ts";
import { primitives } from "../../compiler/program/primitives/index.ts";
import type { Value } from "../../compiler/program/program.ts";
import { draw, f32 } from "./arrays.ts";
import { expectClose } from "./differences.ts";
import { outputsOf, programOf } from "./run.ts";
import { primitiveNames, samples } from "./samples.ts";
import { type Oracle, oracles } from "./tfjs-oracles.ts";

const TOLERANCE = 2e-5;

beforeAll(async () => {
  await tf.setBackend("cpu");
});

describe.each(primitiveNames)("%s", (name) => {
  const oracle = oracles[name];
  if ("absent" in oracle) {
    test.skip(`has no oracle: ${oracle.absent}`);
    return;
  }
  for (const number of samples[name].keys()) compare(name, number, oracle as Oracle<unknown>);
});

function compare(name: PrimitiveName, number: number, oracle: Oracle<unknown>): void {
  const { inputs, attributes } = samples[name][number]!;
  const withoutValue = oracle.withoutValue?.(attributes) ?? null;
  if (withoutValue !== null) {
    test.skip(`sample ${number}: ${withoutValue}`);
    return;
  }
  const withoutGradient = oracle.withoutGradient?.(attributes) ?? null;
  const what = withoutGradient === null ? "value and gradients agree" : "value agrees";
  if (withoutGradient !== null) test.skip(`sample ${number}, gradient: ${withoutGradient}`);
  test(`the ${what} with tfjs, sample ${number}`, () => {
    const arrays = new Map(inputs.map((input, i): [string, NDArray] => [`x${i}`, draw(input, `x${i}`)]));
    const [type] = primitives[name].infer(inputs, attributes as never);
    const upstream = draw(f32(type!.shape, 0.5, 1.5), "upstream");
    const differentiable = withoutGradient === null ? indicesOfFloats(inputs) : [];

    const program = programOf(new Map(arrays).set("upstream", upstream), (b, values) => {
      const xs = inputs.map((_input, i) => values[`x${i}`]!);
      const y = b.emit(name, xs, attributes as never);
      const loss = b.sum(b.mul(b.cast(y, "f32"), values.upstream!));
      const gradients = differentiable.map((i): [string, Value] => [`g${i}`, b.gradient(loss, xs[i]!)]);
      return { y, ...Object.fromEntries(gradients) };
    });
    const ours = outputsOf(program, new Map(arrays).set("upstream", upstream));

    const tensors = [...arrays.values()].map(tensorOf);
    const theirs = oracle.value(tensors, attributes);
    expect(theirs.shape).toEqual(type!.shape);
    expectClose(ours.get("y")!.data, theirs.dataSync(), TOLERANCE, "value");
    if (differentiable.length === 0) return;
    const ofFloats = (...floats: tf.Tensor[]) =>
      oracle.value(
        tensors.map((tensor, i) => floats[differentiable.indexOf(i)] ?? tensor),
        attributes,
      );
    const gradients = tf.grads(ofFloats)(
      differentiable.map((i) => tensors[i]!),
      tensorOf(upstream),
    );
    differentiable.forEach((i, position) => {
      expectClose(ours.get(`g${i}`)!.data, gradients[position]!.dataSync(), TOLERANCE, `gradient ${i}`);
    });
  });
}

function indicesOfFloats(inputs: readonly { readonly dtype: string }[]): readonly number[] {
  return inputs.flatMap(({ dtype }, i) => (dtype === "f32" ? [i] : []));
}

function tensorOf({ data, shape, dtype }: NDArray): tf.Tensor {
  const cells = dtype === "f32" ? Float32Array.from(data) : Int32Array.from(data);
  return tf.tensor(cells, [...shape], dtype === "f32" ? "float32" : dtype === "i32" ? "int32" : "bool");
}
