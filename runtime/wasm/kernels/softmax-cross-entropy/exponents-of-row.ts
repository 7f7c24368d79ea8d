import type { Expression } from "../../assembler/expression.ts";
import type { FunctionBuilder, Local } from "../../assembler/function-builder.ts";
import { f32x4 } from "../../assembler/instructions.ts";
import { exp } from "../../math/exp.ts";
import { forVectorGroups } from "../for-vectors.ts";
import { LANES, loadLanes } from "../matmul/lanes.ts";
import { SumOfVectors } from "./sum-of-vectors.ts";
import { lowestBeyond } from "./top-of-row.ts";

/** A vector of the row: its logits, 0 beyond the row, and their e^(z - top), likewise. */
type Visit = (place: {
  readonly at: readonly Local<"i32">[];
  readonly offset: number;
  readonly lanes: number;
  readonly z: Local<"v128">;
  readonly e: Local<"v128">;
}) => void;

/**
 * Emits Σ e^(z - top) over a row, in float64: nothing overflows, and the greatest adds 1 exactly.
 *
 * @param places the row, and others that are run through beside it
 */
export function exponentsOfRow(
  f: FunctionBuilder,
  places: readonly Local<"i32">[],
  classes: number,
  top: Local<"v128">,
  visit: Visit,
): Expression<"f64"> {
  const sum = new SumOfVectors(f);
  forVectorGroups(f, classes, places, (at, vectors) => {
    const found = vectors.map((vector) => {
      const z = f.local("v128", loadLanes(at[0]!, vector.offset, vector.lanes));
      return { ...vector, at, z, e: f.local("v128") };
    });
    f.beside(
      found.map(({ lanes, z, e }) => () => {
        f.set(e, exp(f, f32x4.sub(lanes === LANES ? z : lowestBeyond(z, lanes), top)));
      }),
    );
    for (const vector of found) {
      visit(vector);
      sum.add(vector.e);
    }
  });
  return sum.total();
}
