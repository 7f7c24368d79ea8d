import { i32, memory } from "../../assembler/instructions.ts";
import type { Target } from "../../assembler/module-builder.ts";
import type { WasmKernel } from "../../kernel.ts";
import { CELL } from "../matmul/lanes.ts";
import { tileRows } from "../matmul/tile-size.ts";
import { blockOf } from "./block-of.ts";
import type { ConvolutionShape } from "./convolution-shape.ts";
import { forBlocks } from "./for-blocks.ts";
import { scatterPatches } from "./move-patches.ts";
import { multiplyRows } from "./multiply-rows.ts";
import { packedBytes, packPhase } from "./pack-phase.ts";
import { patchesOf } from "./patches-of.ts";

/**
 * The gradient of any convolution by its image: dy times the transposed filter gives the gradients of the patches,
 * which are added up where patches overlap. An image is one unit, so that no two threads add to the same cell.
 */
export function patchInputGradient(shape: ConvolutionShape, target: Target): WasmKernel {
  const { batch, height, width, channels, window, filters } = shape;
  const patchCells = window[0] * window[1] * channels;
  const pixels = shape.rows * shape.columns;
  const block = blockOf(pixels, CELL * patchCells, tileRows(target));
  const blocks = Math.ceil(pixels / block);
  const imageBytes = CELL * height * width * channels;
  const filter = { input: 1, depth: filters, columns: patchCells, order: "lines", target } as const;
  return {
    workspace: packedBytes(filter),
    scratch: CELL * patchCells * block,
    phases: [
      packPhase(filter),
      {
        units: batch,
        build({ f, inputs, outputs, workspace, scratch, begin, end }) {
          const scatter = scatterPatches(f.module, patchesOf(shape));
          const multiply = multiplyRows(f.module, {
            depth: filters,
            columns: patchCells,
            leftStride: CELL * filters,
            resultStride: CELL * patchCells,
            rows: [block, pixels % block],
          });
          const [image, dy, dx] = [f.local("i32"), f.local("i32"), f.local("i32")];
          f.for(image, begin, end, 1, () => {
            f.set(dy, i32.add(inputs[0]!, i32.mul(image, CELL * pixels * filters)));
            f.set(dx, i32.add(outputs[0]!, i32.mul(image, imageBytes)));
            f.do(memory.fill(dx, 0, imageBytes));
            forBlocks(f, { begin: 0, end: blocks, block, total: pixels }, (first, behind) => {
              const from = i32.add(dy, i32.mul(first, CELL * filters));
              f.do(
                multiply.call(from, workspace, scratch, i32.sub(behind, first)),
                scatter.call(dx, scratch, first, behind, 0),
              );
            });
          });
        },
      },
    ],
  };
}
