/** Patches of an image as rows of a matrix, a block at a time, and back. */
import { f32x4 } from "../../assembler/instructions.ts";
import type { FunctionReference, ModuleBuilder } from "../../assembler/module-builder.ts";
import { forVectors } from "../for-vectors.ts";
import { loadLanes, storeLanes } from "../matmul/lanes.ts";
import { type Patches, type PatchVisitor, walkPatches } from "./walk-patches.ts";

/** image, where the first patch lies, first patch, behind the last patch, first row of the window. */
type PatchParameters = readonly ["i32", "i32", "i32", "i32", "i32"];
const PARAMETERS: PatchParameters = ["i32", "i32", "i32", "i32", "i32"];

/**
 * Copies patches; cells outside of the image are 0.
 *
 * @param tapRows how many rows of the window are taken
 */
export function gatherPatches(
  module: ModuleBuilder,
  patches: Patches,
  tapRows: number,
): FunctionReference<PatchParameters> {
  return patchFunction(module, "gather", patches, tapRows, (f) => ({
    inside(cells, image, patch) {
      forVectors(f, cells, [image, patch] as const, ([from, to], offset, lanes) => {
        f.do(...storeLanes(to, offset, loadLanes(from, offset, lanes), lanes));
      });
    },
    outside(cells, patch) {
      forVectors(f, cells, [patch] as const, ([to], offset, lanes) => {
        f.do(...storeLanes(to, offset, f32x4.const(0), lanes));
      });
    },
  }));
}

/** Adds patches to the image that they were cut from; what lies outside of it is lost. */
export function scatterPatches(module: ModuleBuilder, patches: Patches): FunctionReference<PatchParameters> {
  return patchFunction(module, "scatter", patches, patches.window[0], (f) => ({
    inside(cells, image, patch) {
      forVectors(f, cells, [image, patch] as const, ([to, from], offset, lanes) => {
        const sum = f32x4.add(loadLanes(to, offset, lanes), loadLanes(from, offset, lanes));
        f.do(...storeLanes(to, offset, sum, lanes));
      });
    },
    outside() {},
  }));
}

/** Writes patches into the image that they are cut from; what lies outside of it is lost. */
export function placePatches(module: ModuleBuilder, patches: Patches): FunctionReference<PatchParameters> {
  return patchFunction(module, "place", patches, patches.window[0], (f) => ({
    inside(cells, image, patch) {
      forVectors(f, cells, [image, patch] as const, ([to, from], offset, lanes) => {
        f.do(...storeLanes(to, offset, loadLanes(from, offset, lanes), lanes));
      });
    },
    outside() {},
  }));
}

function patchFunction(
  module: ModuleBuilder,
  verb: string,
  patches: Patches,
  tapRows: number,
  visitor: (f: Parameters<typeof walkPatches>[0]) => PatchVisitor,
): FunctionReference<PatchParameters> {
  const key = `${verb} patches ${JSON.stringify(patches)} by ${tapRows}`;
  return module.function(key, PARAMETERS, (f, image, patch, first, behind, tapRow) => {
    walkPatches(f, patches, { image, patch, first, behind, tapRow, tapRows }, visitor(f));
  });
}
