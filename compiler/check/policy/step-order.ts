import type { Effect } from "../../definitions/technique.ts";
import { techniqueDefinitions } from "./techniques.ts";

/** The steps of 0.5 in which techniques on parameters act. */
const steps: { readonly [K in Effect<never>["step"]]: number } = {
  target: 3,
  noise: 5,
  penalty: 6,
  "activity-penalty": 6,
  gradient: 8,
  "coupled-decay": 9,
  decay: 11,
  prox: 12,
  projection: 13,
  average: 15,
  run: 16,
};

export function stepOf(technique: string): number {
  return steps[techniqueDefinitions[technique]!.effect.step];
}
