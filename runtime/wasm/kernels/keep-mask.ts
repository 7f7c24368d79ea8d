import { sizeOf } from "../../../compiler/program/nd-array.ts";
import { dropThreshold } from "../../../compiler/random.ts";
import type { V128 } from "../assembler/expression.ts";
import type { FunctionBuilder } from "../assembler/function-builder.ts";
import { f32x4, i32, i32x4, v128 } from "../assembler/instructions.ts";
import type { WasmKernelDefinition } from "../kernel.ts";
import { int, keep } from "../math/lanes.ts";
import { BLOCK, blocksOf } from "./blocks.ts";

const LANES = 4;

/** The counter-based noise of compiler/random.ts, bit for bit, four counters at a time. */
export const keepMask: WasmKernelDefinition<"keep_mask"> = ({ outputs, attributes: { rate } }) => {
  const cells = sizeOf(outputs[0]!.shape);
  return {
    phases: [
      {
        units: blocksOf(cells),
        build({ f, inputs: [key], outputs: [mask], begin, end }) {
          const fill = f.module.function(
            `keep mask ${rate}`,
            ["i32", "i32", "i32", "i32"],
            (g, words, address, counter, left) => {
              const [k0, k1] = [0, 4].map((offset) => g.local("v128", v128.load32Splat(words, offset)));
              const first = i32x4.add(i32x4.splat(counter), i32x4.const(0, 1, 2, 3));
              const counters = g.local("v128", first);
              const kept = g.constant(f32x4.const(1 / (1 - rate)));
              const threshold = int(g, dropThreshold(rate));
              const next = (): V128 => {
                const inner = mix(g, v128.xor(counters, k0!));
                const bits = mix(g, i32x4.add(inner, k1!));
                return v128.and(i32x4.geU(bits, threshold), kept);
              };
              const advance = (count: number): void => {
                g.set(counters, i32x4.add(counters, int(g, count)));
                g.increase(address, 4 * count);
                g.increase(left, -count);
              };
              g.while(
                () => i32.geS(left, LANES),
                () => {
                  g.do(v128.store(address, next()));
                  advance(LANES);
                },
              );
              g.while(
                () => left,
                () => {
                  g.do(v128.store32Lane(address, next(), 0));
                  advance(1);
                },
              );
            },
          );
          const [block, at, left] = [f.local("i32"), f.local("i32"), f.local("i32")];
          f.for(block, begin, end, 1, () => {
            f.set(at, i32.mul(block, BLOCK));
            f.set(left, i32.sub(cells, at));
            f.set(left, i32.select(i32.gtS(left, BLOCK), BLOCK, left));
            f.do(fill.call(key!, i32.add(mask!, i32.shl(at, 2)), at, left));
          });
        },
      },
    ],
  };
};

/** `mix` of compiler/random.ts on each lane. */
function mix(f: FunctionBuilder, word: V128): V128 {
  const folded = (x: V128, by: number): V128 => {
    const kept = keep(f, x);
    return v128.xor(kept, i32x4.shrU(kept, by));
  };
  const once = i32x4.mul(folded(word, 16), int(f, 0x7feb352d));
  const twice = i32x4.mul(folded(once, 15), int(f, 0x846ca68b));
  return folded(twice, 16);
}
