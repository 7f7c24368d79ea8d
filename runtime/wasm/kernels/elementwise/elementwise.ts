import { BYTES_OF } from "../../../../compiler/plan/lay-out-arena.ts";
import { i32 } from "../../assembler/instructions.ts";
import type { KernelRequest, PhaseContext, WasmKernelDefinition } from "../../kernel.ts";
import { keyOf } from "../../key-of.ts";
import { BLOCK } from "../blocks.ts";
import { type Loop, loopFunction } from "./loop.ts";
import { cutIntoSlabs, type Slab } from "./slabs.ts";

/**
 * A scalar kernel over the cells of all segments. The table names the slabs, whatever tensors they are of:
 * where the slabs of each unit begin, in bytes of the table, and then for each slab the addresses of inputs and
 * outputs, the count of rows or cells, and which loop computes it.
 */
export const elementwise: WasmKernelDefinition<"elementwise"> = (request) => {
  const { inputs, outputs, attributes } = request;
  const { kernel } = attributes;
  const width = kernel.results.length;
  const { loops, pieces } = cut(request);
  const firsts = dealUnits(pieces);
  const bytesOfSlab = 4 * (kernel.inputs + width + 2);
  const units = firsts.length - 1;

  const table = (inputAddresses: readonly number[], outputAddresses: readonly number[]): Int32Array => {
    const numbers = firsts.map((first) => 4 * firsts.length + bytesOfSlab * first);
    for (const { slab, loop, segment } of pieces) {
      const at = (address: number, offset: number, dtype: keyof typeof BYTES_OF) =>
        address + offset * BYTES_OF[dtype];
      for (let i = 0; i < kernel.inputs; i++) {
        const input = segment * kernel.inputs + i;
        numbers.push(at(inputAddresses[input]!, slab.offsets[i]!, inputs[input]!.dtype));
      }
      for (let o = 0; o < width; o++) {
        const output = segment * width + o;
        numbers.push(at(outputAddresses[output]!, slab.offsets[kernel.inputs]!, outputs[output]!.dtype));
      }
      numbers.push(slab.count, loop);
    }
    return Int32Array.from(numbers);
  };
  return { phases: [{ units, build: (context) => runSlabs(context, loops, bytesOfSlab) }], table };
};

interface Piece {
  readonly slab: Slab;
  readonly loop: number;
  readonly segment: number;
}

function cut({ inputs, outputs, attributes: { kernel, shapes } }: KernelRequest<"elementwise">) {
  const width = kernel.results.length;
  const loops = new Map<string, Loop>();
  const pieces = shapes.flatMap((shape, segment): readonly Piece[] => {
    const own = inputs.slice(segment * kernel.inputs, (segment + 1) * kernel.inputs);
    const { accesses, row, slabs } = cutIntoSlabs(
      own.map((input) => input.shape),
      shape,
    );
    const loop: Loop = {
      kernel,
      inputs: own.map(({ dtype }, i) => ({ dtype, access: accesses[i]! })),
      outputs: outputs.slice(segment * width, (segment + 1) * width).map(({ dtype }) => dtype),
      row,
    };
    const key = keyOf(loop);
    if (!loops.has(key)) loops.set(key, loop);
    const index = [...loops.keys()].indexOf(key);
    return slabs.map((slab) => ({ slab, loop: index, segment }));
  });
  return { loops: [...loops.values()], pieces };
}

/** Where each unit begins among the pieces, and the end: a unit has a block of cells at least, but the last. */
function dealUnits(pieces: readonly Piece[]): readonly number[] {
  const firsts = [0];
  let cells = 0;
  pieces.forEach(({ slab }, index) => {
    cells += slab.cells;
    if (cells < BLOCK && index < pieces.length - 1) return;
    firsts.push(index + 1);
    cells = 0;
  });
  return firsts;
}

/** Units that follow each other are slabs that do. */
function runSlabs({ f, table, begin, end }: PhaseContext, loops: readonly Loop[], bytesOfSlab: number): void {
  const first = (unit: typeof begin) => i32.add(table, i32.load(i32.add(table, i32.shl(unit, 2))));
  const [slab, behind] = [f.local("i32", first(begin)), f.local("i32", first(end))];
  const numbers = bytesOfSlab / 4 - 1;
  const given = Array.from({ length: numbers }, (_, position) => i32.load(slab, 4 * position));
  const run = (index: number): void => {
    const call = () => f.do(loopFunction(f.module, loops[index]!).call(...given));
    if (index === loops.length - 1) call();
    else f.if(i32.eq(i32.load(slab, 4 * numbers), index), call, () => run(index + 1));
  };
  f.while(
    () => i32.ltU(slab, behind),
    () => {
      run(0);
      f.increase(slab, bytesOfSlab);
    },
  );
}
