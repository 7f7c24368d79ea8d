import { i32 } from "../../assembler/instructions.ts";
import type { Target } from "../../assembler/module-builder.ts";
import type { WasmKernel } from "../../kernel.ts";
import { CELL } from "../matmul/lanes.ts";
import { tileRows } from "../matmul/tile-size.ts";
import { blockOf } from "./block-of.ts";
import type { ConvolutionShape } from "./convolution-shape.ts";
import { forBlocks } from "./for-blocks.ts";
import { gatherPatches } from "./move-patches.ts";
import { multiplyRows } from "./multiply-rows.ts";
import { packedBytes, packPhase } from "./pack-phase.ts";
import { patchesOf } from "./patches-of.ts";

/** Any convolution: blocks of patches, gathered into rows, times the filter as a matrix. */
export function patchConvolution(shape: ConvolutionShape, target: Target): WasmKernel {
  const { window, channels, filters } = shape;
  const depth = window[0] * window[1] * channels;
  const pixels = shape.batch * shape.rows * shape.columns;
  const block = blockOf(pixels, CELL * depth, tileRows(target));
  const filter = { input: 1, depth, columns: filters, order: "depths", target } as const;
  return {
    workspace: packedBytes(filter),
    scratch: CELL * depth * block,
    phases: [
      packPhase(filter),
      {
        units: Math.ceil(pixels / block),
        build({ f, inputs, outputs, workspace, scratch, begin, end }) {
          const gather = gatherPatches(f.module, patchesOf(shape), window[0]);
          const multiply = multiplyRows(f.module, {
            depth,
            columns: filters,
            leftStride: CELL * depth,
            resultStride: CELL * filters,
            rows: [block, pixels % block],
          });
          forBlocks(f, { begin, end, block, total: pixels }, (first, behind) => {
            const y = i32.add(outputs[0]!, i32.mul(first, CELL * filters));
            f.do(
              gather.call(inputs[0]!, scratch, first, behind, 0),
              multiply.call(scratch, workspace, y, i32.sub(behind, first)),
            );
          });
        },
      },
    ],
  };
}
