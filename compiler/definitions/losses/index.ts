/** Every loss, by name. */
import type { LossDefinition } from "../loss.ts";
import { binaryCrossEntropy } from "./binary-cross-entropy.ts";
import { crossEntropy } from "./cross-entropy.ts";
import { huber } from "./huber.ts";
import { mae } from "./mae.ts";
import { mse } from "./mse.ts";

export const losses = {
  binary_cross_entropy: binaryCrossEntropy,
  cross_entropy: crossEntropy,
  huber,
  mae,
  mse,
} satisfies Record<string, LossDefinition>;

export type LossName = keyof typeof losses;
