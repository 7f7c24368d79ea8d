import type { Fixture } from "../../workloads/fixture.ts";
import { labelledBatches } from "../tfjs/tensors.ts";
import type { LayersBatch } from "./training.ts";

export function imageBatches(fixture: Fixture): readonly LayersBatch[] {
  return labelledBatches(fixture, 10).map(({ image, label }) => ({ x: image, y: label }));
}
