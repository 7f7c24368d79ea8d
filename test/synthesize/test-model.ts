/** Makes small models for tests, from the definitions alone: shapes, parameters and defaults are theirs. */
import { defaultOf } from "../../compiler/check/options/default-option.ts";
import type { Definition } from "../../compiler/definitions/definition.ts";
import { layers } from "../../compiler/definitions/layers/index.ts";
import { losses } from "../../compiler/definitions/losses/index.ts";
import { metrics } from "../../compiler/definitions/metrics/index.ts";
import { optimizers } from "../../compiler/definitions/optimizers/index.ts";
import { checkedOptions } from "../../compiler/definitions/option-spec.ts";
import { techniques } from "../../compiler/definitions/techniques/index.ts";
import type { Applied, FieldDType, Model, Node, Options, Parameter, Site } from "../../compiler/ir/model.ts";

type Given = Readonly<Record<string, Options[string] | undefined>>;

export interface TestNode {
  readonly id?: string;
  readonly layer: keyof typeof layers;
  readonly options?: Given;
  /** The node before it unless said otherwise. */
  readonly inputs?: readonly string[];
  /** The node whose parameters it shares. */
  readonly shares?: string;
}

export interface TestTechnique {
  readonly technique: keyof typeof techniques;
  readonly options?: Given;
}

export interface TestModel {
  readonly input: readonly number[];
  readonly inputDType?: FieldDType;
  readonly nodes: readonly TestNode[];
  readonly loss?: { readonly name: keyof typeof losses; readonly options?: Given };
  readonly optimizer?: { readonly name: keyof typeof optimizers; readonly options?: Given };
  /** By parameter id. */
  readonly policy?: Readonly<Record<string, readonly TestTechnique[]>>;
  readonly sites?: readonly (TestTechnique & Pick<Site, "id" | "at">)[];
  readonly metrics?: readonly { readonly name: keyof typeof metrics; readonly options?: Given }[];
}

/** The options with every default filled in; plain numbers become constant schedules where one is asked for. */
export function fillOptions({ options, name }: Definition, given: Given = {}): Options {
  const unknown = Object.keys(given).find((option) => !Object.hasOwn(options, option));
  if (unknown !== undefined) throw new Error(`${name} has no option ${unknown}`);
  const filled = Object.entries(options).map(([option, spec]) => {
    const value = given[option];
    if (value === undefined) return [option, defaultOf(spec) ?? null];
    if (spec.type === "schedule" && typeof value === "number") return [option, constant(value)];
    if (spec.type === "pair" && typeof value === "number") return [option, [value, value]];
    return [option, value];
  });
  return Object.fromEntries(filled);
}

export function constant(value: number) {
  return { name: "constant", options: { value } };
}

function applied({ technique, options }: TestTechnique): Applied {
  return { technique, options: fillOptions(techniques[technique], options) };
}

/** A model whose input is the field `x` and whose target is the field `y`. */
export function testModel(given: TestModel): Model {
  const shapes = new Map([["x", { shape: given.input, dtype: given.inputDType ?? ("f32" as const) }]]);
  const nodes: Node[] = [];
  const parameters: Parameter[] = [];
  for (const [i, { layer, shares, ...node }] of given.nodes.entries()) {
    const definition = layers[layer];
    const id = node.id ?? `${layer}_${i}`;
    const inputs = node.inputs ?? [nodes.at(-1)?.id ?? "x"];
    const types = inputs.map((input) => shapes.get(input)!);
    const options = fillOptions(definition, node.options);
    const type = definition.infer(types, checkedOptions(options));
    if ("problem" in type) throw new Error(`${id}: ${type.problem}`);
    const slots: Record<string, string> = {};
    for (const { slot, ...request } of definition.parameters(types, checkedOptions(options))) {
      slots[slot] = `${shares ?? id}.${slot}`;
      if (shares !== undefined) continue;
      const policy = (given.policy?.[slots[slot]] ?? []).map(applied);
      parameters.push({ id: slots[slot], ...request, policy });
    }
    nodes.push({ id, layer, options, inputs, parameters: slots, ...type });
    shapes.set(id, type);
  }
  const named = new Set(parameters.map(({ id }) => id));
  const stray = Object.keys(given.policy ?? {}).find((id) => !named.has(id));
  if (stray !== undefined) throw new Error(`there is no parameter ${stray}`);
  const loss = given.loss ?? { name: "mse" };
  const optimizer = given.optimizer ?? { name: "sgd", options: { lr: 0.1 } };
  return {
    regnet: 1,
    name: "test",
    params: {},
    network: {
      name: "Test",
      inputs: [{ id: "x", field: "x", ...shapes.get("x")! }],
      parameters,
      nodes,
      outputs: [{ name: "out", value: nodes.at(-1)?.id ?? "x" }],
    },
    data: {
      name: "test",
      source: "memory",
      options: { seed: 0 },
      split: { train: 1, validation: 0, test: 0 },
      fields: [],
    },
    loss: {
      name: loss.name,
      options: fillOptions(losses[loss.name], loss.options),
      prediction: "out",
      target: "y",
    },
    optimizer: { name: optimizer.name, options: fillOptions(optimizers[optimizer.name], optimizer.options) },
    sites: (given.sites ?? []).map(({ id, at, ...technique }) => ({ id, at, ...applied(technique) })),
    run: {
      batch: 1,
      epochs: 1,
      seed: 0,
      metrics: (given.metrics ?? []).map(({ name, options }) => ({
        name,
        options: fillOptions(metrics[name], options),
      })),
    },
  };
}
