import { expect, test } from "vitest";
import type { V128 } from "../../runtime/wasm/assembler/expression.ts";
import type { FunctionBuilder } from "../../runtime/wasm/assembler/function-builder.ts";
import { f32x4, v128 } from "../../runtime/wasm/assembler/instructions.ts";
import { ModuleBuilder } from "../../runtime/wasm/assembler/module-builder.ts";
import { detectTarget } from "../../runtime/wasm/detect-target.ts";

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

/** In order, + for each f32x4.add and * for each f32x4.mul. */
function arithmeticOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte, i) => {
    if (byte !== 0xfd || bytes[i + 2] !== 1) return "";
    return bytes[i + 1] === 0xe4 ? "+" : bytes[i + 1] === 0xe6 ? "*" : "";
  }).join("");
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
