import { f32x4, i32, v128 } from "../../runtime/wasm/assembler/instructions.ts";
import { ModuleBuilder, type Target } from "../../runtime/wasm/assembler/module-builder.ts";

/** More chains than a multiply-add takes cycles on two units; with its two constants they still fit 16 registers. */
export const CHAINS = 12;
const UNROLLED = 8;
/** Multiply-adds of four lanes in one round of the loop. */
export const ROUND = CHAINS * UNROLLED;

/** `multiplyAdd(rounds, result)`: multiply-adds on registers alone; the sums are written where `result` says. */
export function multiplyAddModule(target: Target): Uint8Array<ArrayBuffer> {
  const module = new ModuleBuilder(target);
  module.function("multiplyAdd", ["i32", "i32"], (f, rounds, result) => {
    // What all the sums tend to is 1: nothing overflows, and nothing becomes denormal.
    const [a, b] = [f.local("v128", f32x4.const(0.5)), f.local("v128", f32x4.const(0.5))];
    const sums = Array.from({ length: CHAINS }, (_, chain) => f.local("v128", f32x4.const(chain)));
    const round = f.local("i32");
    f.for(round, 0, rounds, 1, () => {
      for (let i = 0; i < UNROLLED; i++) {
        for (const sum of sums) {
          f.set(sum, target.relaxedSimd ? f32x4.relaxedMadd(sum, a, b) : f32x4.add(f32x4.mul(sum, a), b));
        }
      }
    });
    for (const [chain, sum] of sums.entries()) f.do(v128.store(result, sum, 16 * chain));
  });
  module.export("multiplyAdd");
  return module.bytes();
}

/** `triad(a, b, c, end)`: a = b + 3c over float32, from the addresses on until a's reaches `end`, 64 bytes a round. */
export function triadModule(target: Target): Uint8Array<ArrayBuffer> {
  const module = new ModuleBuilder(target);
  module.function("triad", ["i32", "i32", "i32", "i32"], (f, a, b, c, end) => {
    const factor = f.constant(f32x4.const(3));
    f.while(
      () => i32.ltU(a, end),
      () => {
        for (let offset = 0; offset < 64; offset += 16) {
          const product = f32x4.mul(v128.load(c, offset), factor);
          f.do(v128.store(a, f32x4.add(v128.load(b, offset), product), offset));
        }
        for (const place of [a, b, c]) f.increase(place, 64);
      },
    );
  });
  module.export("triad");
  return module.bytes();
}
