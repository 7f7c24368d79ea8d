/**
 * The derivative of `lstm_gradient`, which gradient penalties need, as elementary primitives, unrolled over time.
 *
 * Backward, step t (k = tanh c, unless said otherwise everything is of step t):
 *   dh = byHidden + dz(t+1) R',  dc = dh o (1 - k²) + byCells + f(t+1) dc(t+1),
 *   dz = [dc g i(1-i), dc c(t-1) f(1-f), dc i(1-g²), dh k o(1-o)].
 * Its adjoint therefore runs forward in time; `A x` stands for the adjoint of x.
 */
import type { Builder } from "../builder.ts";
import type { Value } from "../program.ts";
import { advanced, delayed, rowsTimes, splitGates, sumOfOuterProducts } from "./lstm-shapes.ts";

export interface LstmGradientValues {
  readonly recurrent: Value;
  readonly cells: Value;
  readonly gates: Value;
  readonly byHidden: Value;
  readonly byCells: Value | null;
  /** The primitive's output, dz. */
  readonly byProjected: Value;
  /** The gradient by that output. */
  readonly upstream: Value;
}

/** @returns the gradients by the recurrent kernel, the cells, the gates, `byHidden` and `byCells` */
export function differentiateLstmGradient(b: Builder, given: LstmGradientValues): readonly Value[] {
  const { recurrent, cells, gates, byHidden, byCells, byProjected, upstream } = given;
  const one = b.constant(1);
  const rest = (x: Value) => b.sub(one, x);
  const product = (...factors: readonly Value[]) => factors.reduce((x, y) => b.mul(x, y));
  const steps = cells.shape[1]!;
  const at = (x: Value, step: number) => b.slice(x, [0, step, 0], [x.shape[0]!, 1, x.shape[2]!]);

  const [i, f, g, o] = splitGates(b, gates);
  const k = b.tanh(cells);
  const slope = rest(b.square(k));
  const cellsBefore = delayed(b, cells);
  const later = advanced(b, byProjected);
  const dh = b.add(byHidden, rowsTimes(b, later, recurrent, true));
  const open = product(o, slope);
  const local = byCells === null ? b.mul(dh, open) : b.add(b.mul(dh, open), byCells);
  const dc = scan(b, steps, "backward", (step, next) =>
    next === null ? at(local, step) : b.add(at(local, step), b.mul(at(f, step + 1), next)),
  );

  // dz = factors ⊙ [dc, dc, dc, dh]
  const factors = b.concat(
    [
      product(g, i, rest(i)),
      product(cellsBefore, f, rest(f)),
      product(i, rest(b.square(g))),
      product(k, o, rest(o)),
    ],
    2,
  );
  const byDz: Value[] = [];
  const byDh: Value[] = [];
  const byDc = scan(b, steps, "forward", (step, before) => {
    const own = at(upstream, step);
    const dz = before === null ? own : b.add(own, rowsTimes(b, byDh[step - 1]!, recurrent));
    const [toI, toF, toG, toO] = splitGates(b, b.mul(dz, at(factors, step)));
    const sum = b.add(b.add(toI, toF), toG);
    const cell = before === null ? sum : b.add(sum, b.mul(at(f, step), before));
    byDz.push(dz);
    byDh.push(b.add(b.mul(cell, at(open, step)), toO));
    return cell;
  });
  const adjointH = b.concat(byDh, 1);

  const toFactors = b.mul(b.concat(byDz, 1), b.concat([dc, dc, dc, dh], 2));
  const [ei, ef, eg, eo] = splitGates(b, toFactors);
  const opened = b.mul(byDc, dh);
  const oneMinusTwice = (x: Value) => rest(b.scale(x, 2));
  const byGates = b.concat(
    [
      b.add(product(ei, g, oneMinusTwice(i)), b.mul(eg, rest(b.square(g)))),
      b.add(product(ef, cellsBefore, oneMinusTwice(f)), b.mul(delayed(b, byDc), dc)),
      b.sub(product(ei, i, rest(i)), b.scale(product(eg, i, g), 2)),
      b.add(product(eo, k, oneMinusTwice(o)), b.mul(opened, slope)),
    ],
    2,
  );
  const byK = b.sub(product(eo, o, rest(o)), b.scale(product(opened, o, k), 2));
  const byLaterStep = advanced(b, product(ef, f, rest(f)));
  return [
    sumOfOuterProducts(b, adjointH, later),
    b.add(b.mul(byK, slope), byLaterStep),
    byGates,
    adjointH,
    byDc,
  ];
}

/** One value for each step, each from its neighbour's, in order of time as [B, T, ·]. */
function scan(
  b: Builder,
  steps: number,
  direction: "forward" | "backward",
  next: (step: number, neighbour: Value | null) => Value,
): Value {
  const values: Value[] = [];
  for (let count = 0; count < steps; count++)
    values.push(next(direction === "forward" ? count : steps - 1 - count, values.at(-1) ?? null));
  return b.concat(direction === "forward" ? values : values.toReversed(), 1);
}
