import { randomValue } from "./random-values.ts";

export const MATRICES = 50;

/** Rows and columns of the matrices in turn: the chain of networks that they belong to widens and narrows. */
export function matrixShape(parameters: number): { readonly rows: number; readonly columns: number } {
  const size = parameters / MATRICES;
  const rows = { 20000: 100, 200000: 400, 1000000: 1000 }[size];
  if (rows === undefined) throw new RangeError(`${parameters} parameters are not shared out`);
  return { rows, columns: size / rows };
}

/** Of each unit a norm below the bound of 3, for a while. */
export function firstWeight(matrix: number, index: number): number {
  return 0.2 * (randomValue(matrix, index) - 0.5);
}

/** All together of a norm above the clip's bound. */
export function gradientValue(matrix: number, index: number): number {
  return 0.1 * (randomValue(MATRICES + matrix, index) - 0.5);
}

export function fillMatrix(size: number, value: (index: number) => number): Float32Array {
  const values = new Float32Array(size);
  for (let index = 0; index < size; index++) values[index] = value(index);
  return values;
}
