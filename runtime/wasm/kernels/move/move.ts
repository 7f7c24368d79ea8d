import { sizeOf } from "../../../../compiler/program/nd-array.ts";
import { i32, memory } from "../../assembler/instructions.ts";
import type { Phase, WasmKernelDefinition } from "../../kernel.ts";
import type { Box } from "./box.ts";
import { type BoxUnits, moveBox } from "./move-box.ts";
import { intoPieces } from "./piece.ts";
import { uncovered } from "./uncovered.ts";

/** Bytes that one unit fills with zeros. */
const BYTES = 65_536;

type Part = BoxUnits & { readonly input: number };

export const move: WasmKernelDefinition<"move"> = ({ outputs, attributes: { movements, covers } }) => {
  const { shape, dtype } = outputs[0]!;
  const bytes = dtype === "bool" ? 1 : 4;
  const parts: Part[] = [];
  const boxes: Box[] = [];
  for (const { input, size, from, to } of movements) {
    const axes = size.map((cells, a) => ({ size: cells, from: from.strides[a]!, to: to.strides[a]! }));
    const box = { axes, from: from.offset, to: to.offset };
    boxes.push(box);
    parts.push(...intoPieces(box, bytes).map((pieced) => ({ input, ...moveBox(pieced, bytes) })));
  }
  if (covers) return { phases: [sideBySide(parts)] };
  const zeros = boxes.length === 1 ? uncovered(boxes[0]!, sizeOf(shape)) : null;
  if (zeros === null) return { phases: [fillOutput(bytes * sizeOf(shape)), sideBySide(parts)] };
  for (const box of zeros)
    parts.push(...intoPieces(box, bytes, true).map((pieced) => ({ input: 0, ...moveBox(pieced, bytes) })));
  return { phases: [sideBySide(parts)] };
};

/** Parts that write different cells, one after the other in the numbers of their units. */
function sideBySide(parts: readonly Part[]): Phase {
  const units = parts.reduce((sum, part) => sum + part.units, 0);
  return {
    units,
    build({ f, inputs, outputs, begin, end }) {
      const unit = f.local("i32");
      const behind = f.local("i32");
      let first = 0;
      for (const part of parts) {
        f.set(unit, i32.select(i32.gtS(begin, first), i32.sub(begin, first), 0));
        f.set(behind, i32.sub(end, first));
        f.set(behind, i32.select(i32.ltS(behind, part.units), behind, part.units));
        f.for(unit, unit, behind, 1, () => part.emit(f, unit, inputs[part.input]!, outputs[0]!));
        first += part.units;
      }
    },
  };
}

function fillOutput(bytes: number): Phase {
  return {
    units: Math.ceil(bytes / BYTES),
    build({ f, outputs: [y], begin, end }) {
      const behind = f.local("i32", i32.mul(end, BYTES));
      f.set(behind, i32.select(i32.ltS(behind, bytes), behind, bytes));
      const start = f.local("i32", i32.mul(begin, BYTES));
      // A run of no units begins where it ends, or behind the last cell.
      f.if(i32.ltS(start, behind), () => {
        f.do(memory.fill(i32.add(y!, start), 0, i32.sub(behind, start)));
      });
    },
  };
}
