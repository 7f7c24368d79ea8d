import { expect, test } from "vitest";
import type { V128 } from "../../runtime/wasm/assembler/expression.ts";
import type { FunctionBuilder } from "../../runtime/wasm/assembler/function-builder.ts";
import { f32x4, v128 } from "../../runtime/wasm/assembler/instructions.ts";
import { ModuleBuilder } from "../../runtime/wasm/assembler/module-builder.ts";
import { detectTarget } from "../../runtime/wasm/detect-target.ts";
import { loopFunction } from "../../runtime/wasm/kernels/elementwise/loop.ts";

type Chain = (f: FunctionBuilder, x: V128) => V128;

/** One expression each, of instructions that wait for each other. */
const sums: Chain = (_, x) => f32x4.add(f32x4.add(f32x4.add(x, x), x), x);
const products: Chain = (_, x) => f32x4.mul(f32x4.mul(f32x4.mul(x, x), x), x);

/** A function that puts each chain of the vector at 0 behind it, one after the other or side by side. */
function build(chains: readonly Chain[], isBeside: boolean): Uint8Array<ArrayBuffer> {
  const module = new ModuleBuilder(detectTarget(false));
  module.function("run", ["i32"], (f, at) => {
    const x = f.local("v128", v128.load(at));
    const results = chains.map(() => f.local("v128"));
    const bodies = chains.map((chain, c) => () => f.set(results[c]!, chain(f, x)));
    if (isBeside) f.beside(bodies);
    else for (const body of bodies) body();
    for (const [c, result] of results.entries()) f.do(v128.store(at, result, 16 * (c + 1)));
  });
  module.export("run");
  return module.bytes();
}

/** In order, a sign for each f32x4.add, mul, div and pmin. */
function arithmeticOf(bytes: Uint8Array): string {
  const signs = new Map([
    [0xe4, "+"],
    [0xe6, "*"],
    [0xe7, "/"],
    [0xea, "<"],
  ]);
  return Array.from(bytes, (byte, i) =>
    byte === 0xfd && bytes[i + 2] === 1 ? (signs.get(bytes[i + 1]!) ?? "") : "",
  ).join("");
}

function run(bytes: Uint8Array<ArrayBuffer>, x: readonly number[]): readonly number[] {
  const memory = new WebAssembly.Memory({ initial: 1 });
  const cells = new Float32Array(memory.buffer, 0, 64);
  cells.set(x);
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { memory } });
  (exports.run as (at: number) => void)(0);
  return [...cells.subarray(4)];
}

test("things side by side take turns, instruction by instruction", () => {
  expect(arithmeticOf(build([sums, products], false))).toBe("+++***");
  expect(arithmeticOf(build([sums, products], true))).toBe("+*+*+*");
  const longer: Chain = (f, x) => f32x4.add(sums(f, x), x);
  expect(arithmeticOf(build([products, longer, products], true))).toBe("*+**+**+*+");
});

test("things side by side within others take turns with those, too", () => {
  const both: Chain = (f, x) => {
    const [a, b] = [f.local("v128"), f.local("v128")];
    f.beside([() => f.set(a, sums(f, x)), () => f.set(b, products(f, x))]);
    return f32x4.add(a, b);
  };
  const text = arithmeticOf(build([both, products], true));
  expect(text).toBe("+***+**+*+");
  expect(text.length).toBe(arithmeticOf(build([both, products], false)).length);
});

test("and give what they give one after the other", () => {
  const mixed: Chain = (f, x) => {
    const half = f.local("v128", f32x4.mul(x, f32x4.const(0.5)));
    return f32x4.add(f32x4.mul(half, half), f32x4.sub(x, half));
  };
  const chains = [mixed, sums, products, mixed];
  const x = [1, -2, 0.25, 3];
  const beside = run(build(chains, true), x);
  expect(beside).toEqual(run(build(chains, false), x));
  expect(beside.slice(0, 4)).toEqual(x.map((cell) => (cell / 2) ** 2 + cell / 2));
});

test("what follows things side by side is one piece again", () => {
  const bytesBehind = (isBeside: boolean): number => {
    const [without, with_] = [
      [sums, products],
      [sums, products, sums],
    ].map((chains) => {
      const module = new ModuleBuilder(detectTarget(false));
      module.function("run", ["i32"], (f, at) => {
        const x = f.local("v128", v128.load(at));
        const bodies = chains.slice(0, 2).map((chain) => () => f.do(v128.store(at, chain(f, x))));
        if (isBeside) f.beside(bodies);
        else for (const body of bodies) body();
        for (const chain of chains.slice(2)) f.do(v128.store(at, chain(f, x)));
      });
      module.export("run");
      return module.bytes().length;
    });
    return with_! - without!;
  };
  expect(bytesBehind(true)).toBe(bytesBehind(false));
});

test.each([
  [2, 4],
  [5, 2],
  [7, 1],
])("of loops over %i tensors %i vectors are computed side by side", (tensors, beside) => {
  const module = new ModuleBuilder({ ...detectTarget(false), wideVectors: false });
  const inputs = tensors - 1;
  const sum = Array.from({ length: inputs - 1 }, (_, i) => ({
    op: "add" as const,
    args: [i === 0 ? 0 : inputs + i - 1, i + 1] as const,
  }));
  const last = inputs + sum.length - 1;
  const tanh = { op: "tanh", args: [last] } as const;
  loopFunction(module, {
    kernel: { inputs, operations: [...sum, tanh], results: [last + 1] },
    inputs: Array.from({ length: inputs }, () => ({ dtype: "f32", access: "cell" })),
    outputs: ["f32"],
    row: null,
  });
  // Each vector has one division; what stands between those of vectors side by side is no other arithmetic.
  const runs = arithmeticOf(module.bytes()).match(/\/+/g)!;
  expect(Math.max(...runs.map(({ length }) => length))).toBe(beside);
});
