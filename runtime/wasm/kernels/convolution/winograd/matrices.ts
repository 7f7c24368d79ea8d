/**
 * Winograd's minimal filtering F(2x2, 3x3): 16 multiplications where a 2x2 tile of the result takes 36.
 * Lavin and Gray, "Fast Algorithms for Convolutional Neural Networks" (2015), section 4.1:
 * Y = Aᵀ [(G g Gᵀ) ⊙ (Bᵀ d B)] A.
 *
 * The matrices of F(4x4, 3x3) would take another third off the time, but with them the rounding error is six times
 * that of a direct convolution; with these it is the same.
 */
export type Matrix = readonly (readonly number[])[];

/** Side of a tile of the result, of the window, and of the tile of the image that they read. */
export const RESULT_TILE = 2;
export const WINDOW = 3;
export const IMAGE_TILE = RESULT_TILE + WINDOW - 1;
/** Products that a tile takes for each pair of channels. */
export const POSITIONS = IMAGE_TILE * IMAGE_TILE;

/** Bᵀ */
export const imageMatrix: Matrix = [
  [1, 0, -1, 0],
  [0, 1, 1, 0],
  [0, -1, 1, 0],
  [0, 1, 0, -1],
];

/** G */
export const filterMatrix: Matrix = [
  [1, 0, 0],
  [0.5, 0.5, 0.5],
  [0.5, -0.5, 0.5],
  [0, 0, 1],
];

/** Aᵀ */
export const resultMatrix: Matrix = [
  [1, 1, 1, 0],
  [0, 1, -1, -1],
];

/** The gradients go through the same matrices the other way: dg = Gᵀ [Σ (A dY Aᵀ) ⊙ (Bᵀ d B)] G. */
export function transpose(matrix: Matrix): Matrix {
  return matrix[0]!.map((_, column) => matrix.map((row) => row[column]!));
}
