/** Every transform of data fields, by name. */
import type { TransformDefinition } from "../transform.ts";
import { drop } from "./drop.ts";
import { index } from "./index-of-class.ts";
import { mean } from "./mean.ts";
import { median } from "./median.ts";
import { minmax } from "./minmax.ts";
import { mostFrequent } from "./most-frequent.ts";
import { onehot } from "./onehot.ts";
import { scale } from "./scale.ts";
import { standardize } from "./standardize.ts";
import { zero } from "./zero.ts";

export const transforms = {
  drop,
  index,
  mean,
  median,
  minmax,
  most_frequent: mostFrequent,
  onehot,
  scale,
  standardize,
  zero,
} satisfies Record<string, TransformDefinition>;

export type TransformName = keyof typeof transforms;
