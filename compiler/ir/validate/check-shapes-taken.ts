import type { Diagnostic } from "../../../grammar/diagnostic.ts";
import type { InitializerDefinition } from "../../definitions/initializer.ts";
import { type InitializerName, initializers } from "../../definitions/initializers/index.ts";
import type { TargetKind } from "../../definitions/loss.ts";
import { type LossName, losses } from "../../definitions/losses/index.ts";
import { checkedOptions } from "../../definitions/option-spec.ts";
import type { TechniqueDefinition } from "../../definitions/technique.ts";
import { type TechniqueName, techniques } from "../../definitions/techniques/index.ts";
import { diagnose } from "../messages.ts";
import type { Applied, Model, Place } from "../model.ts";
import { jsonPath } from "./json-path.ts";

type Keys = readonly (string | number)[];

/** Initializers and techniques act on shapes for which they are defined. */
export function* checkShapesTaken(model: Model): Generator<Diagnostic> {
  const { target } = losses[model.loss.name as LossName];
  for (const [index, { initializer, shape, policy }] of model.network.parameters.entries()) {
    const keys = ["network", "parameters", index];
    const definition: InitializerDefinition = initializers[initializer.name as InitializerName];
    const refused = definition.refusesShape?.(shape) ?? null;
    yield* report(initializer.name, refused, [...keys, "initializer"]);
    for (const [position, applied] of policy.entries()) {
      yield* checkShape(applied, shape, target, [...keys, "policy", position]);
    }
  }
  const shapeAt = shapesOf(model);
  for (const [index, site] of model.sites.entries()) {
    const shape = shapeAt(site.at);
    if (shape !== undefined) yield* checkShape(site, shape, target, ["sites", index]);
  }
}

/** The shape on which a site acts: the target has that of the prediction; gradients and runs have none. */
function shapesOf({ network, loss }: Model): (place: Place) => readonly number[] | undefined {
  const shapes = new Map([...network.inputs, ...network.nodes].map(({ id, shape }) => [id, shape]));
  const inputs = new Map(network.nodes.map((node) => [node.id, node.inputs]));
  const outputs = new Map(network.outputs.map(({ name, value }) => [name, value]));
  const valueAt = (place: Place): string | undefined => {
    switch (place.site) {
      case "activation":
        return place.value;
      case "before":
        return inputs.get(place.node)?.[place.input];
      case "target":
        return outputs.get(loss.prediction);
      case "output":
        return outputs.get(place.output);
      default:
        return undefined;
    }
  };
  return (place) => shapes.get(valueAt(place) ?? "");
}

function checkShape(
  applied: Applied,
  shape: readonly number[],
  target: TargetKind,
  keys: Keys,
): readonly Diagnostic[] {
  const definition: TechniqueDefinition = techniques[applied.technique as TechniqueName];
  const refused = definition.refusesShape?.(shape, checkedOptions(applied.options), target) ?? null;
  return report(applied.technique, refused, keys);
}

function report(name: string, problem: string | null, keys: Keys): readonly Diagnostic[] {
  return problem === null
    ? []
    : [diagnose("document-shape-refused", { path: jsonPath(keys), name, problem }, null)];
}
