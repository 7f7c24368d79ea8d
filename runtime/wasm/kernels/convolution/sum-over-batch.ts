import type { Expression } from "../../assembler/expression.ts";
import type { Local } from "../../assembler/function-builder.ts";
import { f32x4, i32, v128 } from "../../assembler/instructions.ts";
import type { Phase, PhaseContext, WasmKernel } from "../../kernel.ts";
import { CELL, LANES, storeLanes, VECTOR } from "../matmul/lanes.ts";
import { forBlocks } from "./for-blocks.ts";

/** Groups whose sums are kept apart where there is room, or a multiple: 2, 4, 8 and 16 threads get equal shares. */
const GROUPS = 16;
/** What the groups' sums may take. */
const GROUPS_BYTES = 2 << 20;
/** Cells of the sum that one unit adds up over the groups. */
const CELLS_OF_UNIT = 1024;

export interface BatchSum {
  /** Pieces that the sum runs over, and how many of them are added at once. */
  readonly total: number;
  readonly block: number;
  /** Of the sum, output 0 of the kernel. */
  readonly cells: number;
  /** Parts of the sum that can be computed apart from each other. */
  readonly parts: number;
}

/** One group's share of one part. */
export interface SumUnit {
  readonly part: Expression<"i32">;
  /** Where the group's sums begin, those of part 0. */
  readonly sums: Local<"i32">;
  /** Visits the group's blocks in order. `isLater` is 0 for the first one. */
  readonly forBlocks: (
    body: (first: Local<"i32">, behind: Local<"i32">, isLater: Expression<"i32">) => void,
  ) => void;
}

/** For how many groups there is room. */
export function mostGroups(cells: number): number {
  const most = Math.max(1, Math.floor(GROUPS_BYTES / (CELL * cells)));
  return most < GROUPS ? most : most - (most % GROUPS);
}

/**
 * A sum over the batch: groups of blocks are summed each for itself, then the groups in their order. The shapes alone
 * decide what a group is, so that the bits are the same for any number of threads.
 *
 * @param build called once; what it returns emits one unit
 */
export function sumOverBatch(
  { total, block, cells, parts }: BatchSum,
  build: (context: PhaseContext) => (unit: SumUnit) => void,
): Pick<WasmKernel, "workspace" | "phases"> {
  const blocks = Math.ceil(total / block);
  // Of very many blocks there are about as many groups as blocks in one, so that no float32 sum has too many terms.
  const wanted = GROUPS * Math.ceil(Math.sqrt(blocks) / GROUPS);
  const blocksOfGroup = Math.ceil(blocks / Math.min(wanted, mostGroups(cells)));
  const groups = Math.ceil(blocks / blocksOfGroup);
  const sumGroups: Phase = {
    units: groups * parts,
    build(context) {
      const { f, begin, end } = context;
      const [unit, group, sums] = [f.local("i32"), f.local("i32"), f.local("i32")];
      const [firstBlock, lastBlock] = [f.local("i32"), f.local("i32")];
      const emit = build(context);
      f.for(unit, begin, end, 1, () => {
        f.set(group, i32.divU(unit, parts));
        const to = groups === 1 ? context.outputs[0]! : context.workspace;
        f.set(sums, i32.add(to, i32.mul(group, groupBytes(cells))));
        f.set(firstBlock, i32.mul(group, blocksOfGroup));
        f.set(lastBlock, i32.add(firstBlock, blocksOfGroup));
        f.set(lastBlock, i32.select(i32.gtS(lastBlock, blocks), blocks, lastBlock));
        emit({
          part: i32.remU(unit, parts),
          sums,
          forBlocks(body) {
            forBlocks(f, { begin: firstBlock, end: lastBlock, block, total }, (first, behind) => {
              body(first, behind, i32.ne(first, i32.mul(firstBlock, block)));
            });
          },
        });
      });
    },
  };
  if (groups === 1) return { phases: [sumGroups] };
  return { workspace: groups * groupBytes(cells), phases: [sumGroups, addGroups(cells, groups)] };
}

/** Whole vectors. */
function groupBytes(cells: number): number {
  return Math.ceil(cells / LANES) * VECTOR;
}

function addGroups(cells: number, groups: number): Phase {
  return {
    units: Math.ceil(cells / CELLS_OF_UNIT),
    build({ f, outputs, workspace, begin, end }) {
      const [cell, behind, at] = [f.local("i32"), f.local("i32"), f.local("i32")];
      const sum = f.local("v128");
      const add = (lanes: number): void => {
        f.set(at, i32.add(workspace, i32.mul(cell, CELL)));
        f.set(sum, v128.load(at));
        f.for(f.local("i32"), 1, groups, 1, () => {
          f.increase(at, groupBytes(cells));
          f.set(sum, f32x4.add(sum, v128.load(at)));
        });
        f.do(...storeLanes(i32.add(outputs[0]!, i32.mul(cell, CELL)), 0, sum, lanes));
      };
      const whole = cells - (cells % LANES);
      f.set(behind, i32.mul(end, CELLS_OF_UNIT));
      f.set(behind, i32.select(i32.gtS(behind, whole), whole, behind));
      f.for(cell, i32.mul(begin, CELLS_OF_UNIT), behind, LANES, () => add(LANES));
      const hasLast = i32.and(i32.ltS(begin, end), i32.eq(end, Math.ceil(cells / CELLS_OF_UNIT)));
      if (cells > whole)
        f.if(hasLast, () => {
          f.set(cell, whole);
          add(cells - whole);
        });
    },
  };
}
