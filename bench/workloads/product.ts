import type { Workload } from "./workload.ts";

/** Rows and columns of both matrices. */
export const SIDE = 1024;

/** The product that is the ceiling, as a workload: it takes turns with what is held against it. */
export const product: Workload = {
  id: "ceiling",
  title: "our own matrix product, 1024³",
  task: "product",
  unit: "product",
  fixture: null,
  sizes: {},
  flops: 2 * SIDE ** 3,
  bytes: null,
  agreement: null,
  coldStart: false,
  noisy: false,
};
