export { type AverageSlot, averageSlots } from "./averages.ts";
export { synthesizeEvaluate } from "./evaluate.ts";
export { type IndexLimit, indexLimits } from "./index-limits.ts";
export { type MemoryEstimate, memoryEstimate, parameterCount } from "./memory-estimate.ts";
export { synthesizePredict } from "./predict.ts";
export { synthesizeInitialProjection } from "./project.ts";
export { optimizerSlots, type Slot } from "./slots.ts";
export { synthesizeTrain } from "./train.ts";
export { updatedParameters } from "./updated-parameters.ts";
