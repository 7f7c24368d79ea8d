/**
 * The instructions that kernels use, by the names of the specification; addresses are bytes, `offset` is a constant
 * added to them. Comparisons of vectors give all ones or all zeros a lane.
 */
export * from "./scalar-instructions.ts";
export * from "./vector-instructions.ts";
