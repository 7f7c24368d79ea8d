import type { Fixture } from "../../workloads/fixture.ts";
import { meanSquare } from "../mean-square.ts";
import type { Settings, Subject } from "../subject.ts";
import { compileSpec } from "./compile-spec.ts";

/** Predictions for arrays that the program brings, by the public API. */
export async function preparePrediction(
  spec: string,
  { batches }: Fixture,
  settings: Settings,
): Promise<Subject> {
  const model = await compileSpec(spec, batches, settings);
  return {
    async step(batch) {
      const outputs = await model.predict({ image: batches[batch]!.image!.values });
      return meanSquare(outputs.get("logits")!.values);
    },
  };
}
