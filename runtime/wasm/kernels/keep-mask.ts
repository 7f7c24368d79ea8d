import { sizeOf } from "../../../compiler/program/nd-array.ts";
import { dropThreshold } from "../../../compiler/random.ts";
import type { V128 } from "../assembler/expression.ts";
import type { FunctionBuilder, Local } from "../assembler/function-builder.ts";
import { f32x4, i32, i32x4, v128 } from "../assembler/instructions.ts";
import type { ModuleBuilder } from "../assembler/module-builder.ts";
import type { WasmKernelDefinition } from "../kernel.ts";
import { int, keep } from "../math/lanes.ts";
import { BLOCK, blocksOf } from "./blocks.ts";

const LANES = 4;
/** Vectors that are drawn side by side, as the 20 operations of one wait for each other: 17 % less time. */
const BESIDE = 4;

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
      // Two counters, so that an engine that joins neighbouring vectors can join these.
      const counters = [0, LANES].map((ahead) =>
        f.local(
          "v128",
          i32x4.add(i32x4.splat(counter), i32x4.const(...[0, 1, 2, 3].map((lane) => lane + ahead))),
        ),
      );
      const kept = f.constant(f32x4.const(1 / (1 - rate)));
      const threshold = int(f, dropThreshold(rate));
      const draw = (counted: V128): V128 => {
        const bits = mix(f, i32x4.add(mix(f, v128.xor(counted, k0)), k1));
        return v128.and(i32x4.geU(bits, threshold), kept);
      };
      /** The counters of so many cells from `counters` on, which move on. */
      const nextCounters = (cells: number): readonly Local<"v128">[] => {
        const own = counters.slice(0, Math.ceil(cells / LANES));
        const step = Math.min(cells, own.length * LANES);
        return Array.from({ length: Math.ceil(cells / step) }, () => {
          const words = own.map((each) => f.local("v128", each));
          for (const each of own) f.set(each, i32x4.add(each, int(f, step)));
          return words;
        }).flat();
      };
      for (const cells of [BESIDE * LANES, LANES, 1])
        f.while(
          () => i32.geS(left, cells),
          () => {
            const words = nextCounters(cells);
            f.beside(words.map((word) => () => f.set(word, draw(word))));
            words.forEach((mask, v) => {
              const at = 4 * LANES * v;
              f.do(cells === 1 ? v128.store32Lane(address, mask, 0) : v128.store(address, mask, at));
            });
            f.increase(address, 4 * cells);
            f.increase(left, -cells);
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
