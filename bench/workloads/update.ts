import { matrixShape } from "./update-matrices.ts";
import type { Workload } from "./workload.ts";

/**
 * What an update has to move at least, for each parameter, in float32: the gradient is read; the weight, both of
 * Adam's averages and the average of the weights are read and written.
 */
const BYTES_EACH = 4 * (1 + 2 * 4);
/** The five arrays that it walks through. */
const FOOTPRINT_EACH = 4 * 5;

function update(millions: number): Workload {
  const parameters = millions * 1e6;
  return {
    id: `W5/${millions}M`,
    title: `the update alone: AdamW, decay, clip, max norm, EMA; ${millions} million parameters in 50 tensors`,
    task: "update",
    unit: "update",
    fixture: null,
    sizes: { parameters, ...matrixShape(parameters), footprint: FOOTPRINT_EACH * parameters },
    flops: null,
    bytes: BYTES_EACH * parameters,
    agreement: { steps: 3, tolerance: 1e-3 },
    coldStart: false,
    // The norms that stand for the result are read while values are compared, and not while time is taken.
    noisy: true,
  };
}

export const updateWorkloads: readonly Workload[] = [update(1), update(10), update(50)];
