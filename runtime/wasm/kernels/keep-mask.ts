import { sizeOf } from "../../../compiler/program/nd-array.ts";
import { dropThreshold } from "../../../compiler/random.ts";
import type { V128 } from "../assembler/expression.ts";
import type { FunctionBuilder } from "../assembler/function-builder.ts";
import { f32x4, i32, i32x4, v128 } from "../assembler/instructions.ts";
import type { ModuleBuilder } from "../assembler/module-builder.ts";
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
          const [block, first, left] = [f.local("i32"), f.local("i32"), f.local("i32")];
          f.for(block, begin, end, 1, () => {
            f.set(first, i32.mul(block, BLOCK));
            f.set(left, i32.sub(cells, first));
            f.set(left, i32.select(i32.gtS(left, BLOCK), BLOCK, left));
            const address = i32.add(mask!, i32.shl(first, 2));
            f.do(drawMask(f.module, rate).call(key!, address, first, left));
          });
        },
      },
    ],
  };
};

/** The function of a key's address, a mask's, the first cell's counter, and how many cells there are. */
function drawMask(module: ModuleBuilder, rate: number) {
  return module.function(
    `keep mask ${rate}`,
    ["i32", "i32", "i32", "i32"],
    (f, key, address, counter, left) => {
      const k0 = f.local("v128", v128.load32Splat(key));
      const k1 = f.local("v128", v128.load32Splat(key, 4));
      const counters = [0, LANES].map((ahead) =>
        f.local(
          "v128",
          i32x4.add(i32x4.splat(counter), i32x4.const(...[0, 1, 2, 3].map((lane) => lane + ahead))),
        ),
      );
      const kept = f.constant(f32x4.const(1 / (1 - rate)));
      const threshold = int(f, dropThreshold(rate));
      const draw = (of: V128): V128 => {
        const bits = mix(f, i32x4.add(mix(f, v128.xor(of, k0)), k1));
        return keep(f, v128.and(i32x4.geU(bits, threshold), kept));
      };
      // Vectors that the engine may join are drawn side by side; otherwise two a round are no faster than one.
      for (const count of module.target.wideVectors ? [2 * LANES, LANES, 1] : [LANES, 1])
        f.while(
          () => i32.geS(left, count),
          () => {
            const own = counters.slice(0, Math.ceil(count / LANES));
            own.map(draw).forEach((cells, v) => {
              f.do(
                count === 1 ? v128.store32Lane(address, cells, 0) : v128.store(address, cells, 4 * LANES * v),
              );
            });
            for (const each of own) f.set(each, i32x4.add(each, int(f, count)));
            f.increase(address, 4 * count);
            f.increase(left, -count);
          },
        );
    },
  );
}

/** `mix` of compiler/random.ts on each lane. */
function mix(f: FunctionBuilder, word: V128): V128 {
  const fold = (x: V128, by: number): V128 => {
    const kept = keep(f, x);
    return v128.xor(kept, i32x4.shrU(kept, by));
  };
  const once = i32x4.mul(fold(word, 16), int(f, 0x7feb352d));
  const twice = i32x4.mul(fold(once, 15), int(f, 0x846ca68b));
  return fold(twice, 16);
}
