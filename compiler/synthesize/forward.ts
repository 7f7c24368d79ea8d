import { checkedOptions } from "../definitions/option-spec.ts";
import type { Model, Node, Parameter, Site } from "../ir/model.ts";
import type { Builder } from "../program/builder.ts";
import { demand } from "../program/error.ts";
import type { Value } from "../program/program.ts";
import { evaluatedInputs } from "./averages.ts";
import { definitionOf } from "./definition-of.ts";
import { effectsOf } from "./effects.ts";
import { parameterInput } from "./parameter-input.ts";
import type { PenaltySums } from "./penalty-sums.ts";

export interface Forward {
  /** What every network output holds, by its name. */
  readonly outputs: ReadonlyMap<string, Value>;
  /** New values of non-trainable parameters, by id; only in training. */
  readonly updates: ReadonlyMap<string, Value>;
}

interface Setting {
  readonly builder: Builder;
  readonly batchSize: number;
  readonly training: boolean;
  /** Where activity penalties go; absent where no loss is computed. */
  readonly penalties?: PenaltySums;
}

/**
 * Step 5 of 0.5: the network's nodes in order, with the sites on its activations. At inference every noise site is
 * absent (0.6); activity penalties stay, since the loss that is reported then has the same terms (T-12).
 */
export function buildForward(model: Model, setting: Setting): Forward {
  const { builder, batchSize, training } = setting;
  const { network } = model;
  const parameters = new Map(network.parameters.map((parameter) => [parameter.id, parameter]));
  const values = new Map<string, Value>();
  const updates = new Map<string, Value>();
  const { after, before } = placesOf(model);
  const inputOf = training
    ? (parameter: Parameter) => parameterInput(builder, parameter)
    : evaluatedInputs(model, builder);

  for (const { id, field, shape, dtype } of network.inputs) {
    const input = builder.input("batch", field, { shape: [batchSize, ...shape], dtype });
    values.set(id, applySites(input, after.get(id) ?? [], setting));
  }
  for (const node of network.nodes) {
    const inputs = node.inputs.map((id, input) =>
      applySites(read(values, id), before.get(`${node.id} ${input}`) ?? [], setting),
    );
    const output = builder.within(node.id, () =>
      definitionOf.layer(node.layer).build({
        builder,
        inputs,
        options: checkedOptions(node.options),
        parameters: layerParameters(node, parameters, updates, inputOf),
        training,
        update: (slot, value) => updates.set(node.parameters[slot]!, value),
      }),
    );
    values.set(node.id, applySites(output, after.get(node.id) ?? [], setting));
  }
  const outputs = new Map(network.outputs.map(({ name, value }) => [name, read(values, value)]));
  return { outputs, updates };
}

/** By slot. A shared layer used twice goes on from the statistics that its first use left. */
function layerParameters(
  node: Node,
  parameters: ReadonlyMap<string, Parameter>,
  updates: ReadonlyMap<string, Value>,
  inputOf: (parameter: Parameter) => Value,
): Readonly<Record<string, Value>> {
  const bySlot = Object.entries(node.parameters).map(([slot, id]) => {
    const parameter = parameters.get(id);
    demand(parameter !== undefined, "synthesize", () => `${node.id} names no parameter ${id}`);
    return [slot, updates.get(id) ?? inputOf(parameter)] as const;
  });
  return Object.fromEntries(bySlot);
}

function applySites(value: Value, sites: readonly Site[], setting: Setting): Value {
  const { builder, training, penalties } = setting;
  let x = value;
  for (const site of sites) {
    const context = { builder, key: () => builder.key(site.id) };
    builder.within(site.id, () => {
      for (const { effect, options } of training ? effectsOf([site], "noise") : []) {
        x = effect.apply({ ...context, x, options });
      }
      for (const { effect, options } of penalties === undefined
        ? []
        : effectsOf([site], "activity-penalty")) {
        penalties?.add(site.technique, effect.value({ ...context, x, options }));
      }
    });
  }
  return x;
}

/** The sites on activations: behind a value, by its id; before one input of a node, by `<node> <input>`. */
function placesOf({ sites }: Model) {
  const after = new Map<string, Site[]>();
  const before = new Map<string, Site[]>();
  for (const site of sites) {
    const { at } = site;
    if (at.site === "activation") add(after, at.value, site);
    else if (at.site === "before") add(before, `${at.node} ${at.input}`, site);
  }
  return { after, before };
}

function add(places: Map<string, Site[]>, place: string, site: Site): void {
  const known = places.get(place);
  if (known === undefined) places.set(place, [site]);
  else known.push(site);
}

function read(values: ReadonlyMap<string, Value>, id: string): Value {
  const value = values.get(id);
  demand(value !== undefined, "synthesize", () => `${id} is read before it is computed`);
  return value;
}
