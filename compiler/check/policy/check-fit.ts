import type { Span } from "../../../grammar/source.ts";
import type { TargetKind } from "../../definitions/loss.ts";
import { checkedOptions } from "../../definitions/option-spec.ts";
import type { Applied, FieldType, Place } from "../../ir/model.ts";
import type { Session } from "../session.ts";
import type { ElementIndex } from "./element-index.ts";
import type { ResolvedPolicies } from "./resolve-policies.ts";
import { techniqueDefinitions } from "./techniques.ts";

/** What a loss compares with its target. */
export interface Prediction {
  readonly type: FieldType;
  readonly kind: TargetKind;
}

/**
 * Reports techniques that cannot act on the type of what they ended up on, once for each clause. `prediction` is
 * what the loss compares with the target; null when that is not known.
 */
export function checkFit(
  { parameters, sites, spans }: ResolvedPolicies,
  index: ElementIndex,
  prediction: Prediction | null,
  session: Session,
): void {
  const reported = new Set<Span>();
  const target = prediction?.kind ?? "numeric";
  for (const { parameter } of index.parameters) {
    const type: FieldType = { shape: parameter.shape, dtype: "f32" };
    for (const applied of parameters.get(parameter.id)?.policy ?? []) examine(applied, type, parameter.id);
  }
  const typeAt = typesByPlace(index, prediction?.type ?? null);
  for (const site of sites) {
    const type = typeAt(site.at);
    if (type !== null) examine(site, type, site.id.split("/")[0]!);
  }

  function examine(applied: Applied, type: FieldType, place: string): void {
    const span = spans.get(applied)!;
    const definition = techniqueDefinitions[applied.technique]!;
    const problem =
      type.dtype === "f32"
        ? (definition.refusesShape?.(type.shape, checkedOptions(applied.options), target) ?? null)
        : "it holds whole numbers (i32), which stand for something and cannot be changed a little";
    if (problem === null || reported.has(span)) return;
    reported.add(span);
    const slots = { technique: definition.spelling ?? applied.technique, place, problem };
    session.faults.report("technique-refuses-shape", slots, span);
  }
}

/** The type of what flows at a place; null where nothing flows. */
function typesByPlace(index: ElementIndex, prediction: FieldType | null): (at: Place) => FieldType | null {
  const readers = new Map(index.nodes.map((element) => [element.node.id, element]));
  const values = new Map(
    [...index.network.draft.inputs, ...index.nodes].map(({ value }) => [value.id, value]),
  );
  return (at) => {
    switch (at.site) {
      case "activation":
        return values.get(at.value) ?? null;
      case "before":
        return readers.get(at.node)?.inputs[at.input] ?? null;
      case "output":
        return index.outputs.get(at.output) ?? null;
      case "target":
        return prediction;
      default:
        return null;
    }
  };
}
