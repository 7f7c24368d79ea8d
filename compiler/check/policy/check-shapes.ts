import { checkedOptions } from "../../definitions/option-spec.ts";
import type { Session } from "../session.ts";
import type { Candidate } from "./cascade.ts";
import { techniqueDefinitions } from "./techniques.ts";

/** Reports techniques that cannot act on the shape of what a rule selects, once for each clause. */
export function checkShapes(
  candidates: readonly Candidate[],
  targetShape: readonly number[] | null,
  session: Session,
): void {
  const reported = new Set<unknown>();
  for (const { target, technique, options, span } of candidates) {
    if (technique === null || reported.has(span)) continue;
    const shape = shapeOf(target, targetShape);
    const definition = techniqueDefinitions[technique]!;
    const problem = shape && definition.refusesShape?.(shape, checkedOptions(options));
    if (!problem) continue;
    reported.add(span);
    const place = target.kind === "parameter" ? target.parameter.parameter.id : target.key;
    const slots = { technique: definition.spelling ?? technique, place, problem };
    session.faults.report("technique-refuses-shape", slots, span);
  }
}

function shapeOf(target: Candidate["target"], targetShape: readonly number[] | null) {
  if (target.kind === "parameter") return target.parameter.parameter.shape;
  return target.place.site === "target" ? targetShape : target.shape;
}
