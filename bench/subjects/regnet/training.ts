import type { Fixture, FixtureTensors } from "../../workloads/fixture.ts";
import type { Settings, Subject } from "../subject.ts";
import { compileSpec } from "./compile-spec.ts";

/** Training steps on batches that the program brings, by the public API. */
export async function prepareTraining(spec: string, fixture: Fixture, settings: Settings): Promise<Subject> {
  const model = await compileSpec(spec, fixture.batches, settings);
  const batches = fixture.batches.map(valuesOf);
  return {
    async step(batch) {
      return (await model.step(batches[batch]))!.loss.total;
    },
    memory() {
      const { held, minimum } = model.memory();
      return { peakBytes: held, minimumBytes: minimum, heapBytes: null };
    },
  };
}

export function valuesOf(batch: FixtureTensors): Record<string, Float32Array | Int32Array> {
  return Object.fromEntries(Object.entries(batch).map(([name, { values }]) => [name, values]));
}
