/** What `lstm` and `lstm_gradient` share: their extents, the order of the gates, and shifts along time. */
import type { Builder } from "../builder.ts";
import { demand } from "../error.ts";
import type { TensorType, Value } from "../program.ts";
import { formatShape, sameShape } from "../shape.ts";
import { checkRank } from "./check.ts";

/** B sequences of T steps of H units. */
export interface LstmExtents {
  readonly batch: number;
  readonly steps: number;
  readonly units: number;
}

/** From the recurrent kernel [H, 4H] and a tensor [B, T, 4H]. */
export function lstmExtents(name: string, recurrent: TensorType, wide: TensorType): LstmExtents {
  checkRank(name, recurrent, 2);
  checkRank(name, wide, 3);
  const units = recurrent.shape[0]!;
  const [batch, steps] = wide.shape as readonly [number, number, number];
  demand(
    recurrent.shape[1] === 4 * units && wide.shape[2] === 4 * units,
    name,
    () => `a recurrent kernel ${formatShape(recurrent.shape)} does not fit ${formatShape(wide.shape)}`,
  );
  return { batch, steps, units };
}

/** That a tensor has one number for each unit at each step. */
export function checkSequence(name: string, what: string, tensor: TensorType, extents: LstmExtents): void {
  const wanted = [extents.batch, extents.steps, extents.units];
  demand(
    sameShape(tensor.shape, wanted),
    name,
    () => `${what} ${formatShape(tensor.shape)} should be ${formatShape(wanted)}`,
  );
}

/** The four parts of [..., 4H] in the order of Keras: input gate, forget gate, candidate, output gate. */
export function splitGates(b: Builder, wide: Value): readonly [Value, Value, Value, Value] {
  const units = wide.shape.at(-1)! / 4;
  const before = wide.shape.slice(0, -1);
  const part = (index: number) => b.slice(wide, [...before.map(() => 0), index * units], [...before, units]);
  return [part(0), part(1), part(2), part(3)];
}

/** What each step finds from the step before it; zeros at the first. `x` is [B, T, ·]. */
export function delayed(b: Builder, x: Value): Value {
  const padding = [
    [0, 0],
    [1, 0],
    [0, 0],
  ] as const;
  return b.slice(b.pad(x, padding), [0, 0, 0], x.shape);
}

/** What each step finds from the step after it; zeros at the last. `x` is [B, T, ·]. */
export function advanced(b: Builder, x: Value): Value {
  const padding = [
    [0, 0],
    [0, 1],
    [0, 0],
  ] as const;
  return b.slice(b.pad(x, padding), [0, 1, 0], x.shape);
}

/** Every row of the last axis times a matrix: [B, T, m] by [m, n], or by [n, m] transposed. */
export function rowsTimes(b: Builder, x: Value, matrix: Value, transposed = false): Value {
  const width = matrix.shape[transposed ? 0 : 1]!;
  const product = b.matmul(flatRows(b, x), matrix, false, transposed);
  return b.reshape(product, [...x.shape.slice(0, -1), width]);
}

/** Σ over all rows of x' y: [B, T, m] and [B, T, n] give [m, n]. */
export function sumOfOuterProducts(b: Builder, x: Value, y: Value): Value {
  return b.matmul(flatRows(b, x), flatRows(b, y), true, false);
}

function flatRows(b: Builder, x: Value): Value {
  const rows = x.shape.slice(0, -1).reduce((product, dimension) => product * dimension, 1);
  return b.reshape(x, [rows, x.shape.at(-1)!]);
}
