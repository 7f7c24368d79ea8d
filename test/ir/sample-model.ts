/** A small model with something of everything that a document can hold, made of the definitions themselves. */
import { defaultOf } from "../../compiler/check/options/default-option.ts";
import type { Definition } from "../../compiler/definitions/definition.ts";
import type { LayerDefinition } from "../../compiler/definitions/layer.ts";
import { type LayerName, layers } from "../../compiler/definitions/layers/index.ts";
import { checkedOptions } from "../../compiler/definitions/option-spec.ts";
import type { techniques } from "../../compiler/definitions/techniques/index.ts";
import type {
  Applied,
  FieldType,
  Model,
  Node,
  Options,
  OptionValue,
  Parameter,
  Place,
  Site,
} from "../../compiler/ir/model.ts";
import { registries } from "../../compiler/ir/schema/definitions-schema.ts";

/** Given options, and the defaults of the others. */
export function optionsOf(registry: keyof typeof registries, name: string, given: Options = {}): Options {
  const definition = (registries[registry] as Readonly<Record<string, Definition>>)[name]!;
  const defaults = Object.entries(definition.options).flatMap(([option, spec]) => {
    const value = defaultOf(spec);
    return value === undefined ? [] : [[option, value] as const];
  });
  return { ...Object.fromEntries(defaults), ...given };
}

export function constant(value: number): OptionValue {
  return { name: "constant", options: { value } };
}

const image: FieldType = { shape: [6, 6, 1], dtype: "f32" };

interface Stage {
  readonly id: string;
  readonly layer: LayerName;
  readonly options?: Options;
  readonly inputs: readonly string[];
}

const stages: readonly Stage[] = [
  { id: "conv", layer: "conv", options: { filters: 2, size: [3, 3] }, inputs: ["image"] },
  { id: "norm", layer: "batch_norm", inputs: ["conv"] },
  { id: "relu", layer: "relu", inputs: ["norm"] },
  { id: "sum", layer: "add", inputs: ["relu", "conv"] },
  { id: "flatten", layer: "flatten", inputs: ["sum"] },
  { id: "head", layer: "dense", options: { units: 3 }, inputs: ["flatten"] },
];

function buildNetwork(): Model["network"] {
  const types = new Map<string, FieldType>([["image", image]]);
  const nodes: Node[] = [];
  const parameters: Parameter[] = [];
  for (const { id, layer, options: given, inputs } of stages) {
    const definition: LayerDefinition = layers[layer];
    const options = optionsOf("layers", layer, given);
    const taken = inputs.map((input) => types.get(input)!);
    const type = definition.infer(taken, checkedOptions(options));
    if ("problem" in type) throw new Error(type.problem);
    const requests = definition.parameters(taken, checkedOptions(options));
    const slots = Object.fromEntries(requests.map(({ slot }) => [slot, `${id}.${slot}`]));
    nodes.push({ id, layer, options, inputs, parameters: slots, shape: type.shape, dtype: type.dtype });
    for (const { slot, ...request } of requests) {
      const removed = request.role === "norm" ? { removed: [{ property: "decay", rule }] } : {};
      parameters.push({ id: `${id}.${slot}`, ...request, policy: policyOf(request.role), ...removed });
    }
    types.set(id, type);
  }
  return {
    name: "Small",
    doc: "Six by six grey images into three classes.",
    inputs: [{ id: "image", field: "image", ...image }],
    parameters,
    nodes,
    outputs: [{ name: "logits", value: "head" }],
  };
}

const rule = { policy: "Robust", selector: "kernel", origin: { file: "small.regnet", line: 3, column: 5 } };

function policyOf(role: Parameter["role"]): readonly Applied[] {
  if (role !== "kernel") return [];
  const weak = optionsOf("techniques", "l2", { strength: constant(0.1) });
  return [
    {
      technique: "l2",
      options: optionsOf("techniques", "l2", { strength: constant(0.001) }),
      rule,
      overridden: [
        { technique: "l2", options: weak, rule, because: "earlier" },
        { technique: "l2", options: null, rule, because: "fewer-kinds" },
      ],
    },
    { technique: "max_norm", options: optionsOf("techniques", "max_norm", { bound: 3 }), rule },
  ];
}

function site(id: string, technique: keyof typeof techniques, at: Place, given: Options): Site {
  return { id, technique, at, options: optionsOf("techniques", technique, given), rule };
}

export function sampleModel(): Model {
  return {
    regnet: 1,
    name: "small",
    doc: "A model for tests.",
    params: { strength: 0.001, wide: false, note: "é\u2028" },
    network: buildNetwork(),
    data: {
      name: "images",
      source: "idx",
      options: optionsOf("dataSources", "idx", { path: "data/small" }),
      split: { train: 90, validation: 10, test: 0 },
      fields: [
        {
          name: "image",
          role: "features",
          columns: [],
          transforms: [{ name: "standardize", options: optionsOf("transforms", "standardize") }],
        },
        {
          name: "label",
          role: "target",
          columns: [],
          transforms: [{ name: "onehot", options: optionsOf("transforms", "onehot") }],
        },
      ],
      origin: { file: "small.regnet", line: 1, column: 1 },
    },
    loss: {
      name: "cross_entropy",
      options: optionsOf("losses", "cross_entropy"),
      prediction: "logits",
      target: "label",
    },
    optimizer: {
      name: "adamw",
      options: optionsOf("optimizers", "adamw", {
        lr: {
          name: "cosine",
          options: { peak: 0.001, warmup: { value: 1, unit: "epoch" }, floor: 0, length: null },
        },
      }),
    },
    sites: [
      site("image/dropout", "dropout", { site: "activation", value: "image" }, { rate: 0.2 }),
      site("head/dropout", "dropout", { site: "before", node: "head", input: 0 }, { rate: 0.5 }),
      site("target/label_smoothing", "label_smoothing", { site: "target" }, { epsilon: 0.1 }),
      site("gradient/clip", "clip_global_norm", { site: "gradient" }, { bound: 1 }),
      site("run/stop_early", "stop_early", { site: "run" }, { patience: 5 }),
    ],
    removed: [
      {
        property: "dropout",
        rule,
        overridden: [
          {
            technique: "dropout",
            options: optionsOf("techniques", "dropout", { rate: 0.3 }),
            rule,
            because: "fewer-names",
          },
        ],
        at: { site: "activation", value: "relu" },
      },
    ],
    run: { batch: 32, epochs: 3, seed: 7, metrics: [{ name: "accuracy", options: {} }] },
  };
}
