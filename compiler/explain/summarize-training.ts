import { dataSources } from "../definitions/data-sources/index.ts";
import type { Definition } from "../definitions/definition.ts";
import { transforms } from "../definitions/transforms/index.ts";
import type { Model } from "../ir/model.ts";
import type { Schedule } from "../ir/schedule.ts";
import { definitionOf } from "../synthesize/definition-of.ts";
import { optimizerChain } from "../synthesize/slots.ts";
import type { OptimizerSummary, TrainingSummary } from "./explanation.ts";
import { writeLoss } from "./list-stages.ts";
import { summarizeSchedule } from "./summarize-schedule.ts";
import { writeCall, writeClause, writeOption } from "./write-option.ts";

const sourceDefinitions: Readonly<Record<string, Definition>> = dataSources;
const transformDefinitions: Readonly<Record<string, Definition>> = transforms;

export function summarizeTraining(
  model: Model,
  batch: number,
  stepsPerEpoch: number | null,
): TrainingSummary {
  const { data, run } = model;
  return {
    data: {
      name: data.name,
      source: writeCall(sourceDefinitions[data.source]!, data.options),
      fields: data.fields.map(({ name, role, columns, transforms }) => {
        const calls = transforms.map((one) => writeCall(transformDefinitions[one.name]!, one.options));
        const from = columns.length === 0 || columns.join() === name ? [] : [columns.join(", ")];
        return { name, role, made: [...from, ...calls].join(" -> ") };
      }),
      split: data.split,
    },
    loss: writeLoss(model),
    metrics: run.metrics.map(({ name, options }) => writeCall(definitionOf.metric(name), options)),
    optimizer: summarizeOptimizer(model, stepsPerEpoch),
    batch,
    epochs: run.epochs,
    seed: run.seed,
    stepsPerEpoch,
    params: model.params,
  };
}

function summarizeOptimizer(model: Model, stepsPerEpoch: number | null): OptimizerSummary {
  const { name, options } = model.optimizer;
  const definition = definitionOf.optimizer(name);
  return {
    name,
    formula: definition.source,
    learningRate: summarizeSchedule(options.lr as Schedule, model.run.epochs, stepsPerEpoch),
    hyperParameters: Object.entries(definition.options)
      .filter(([option]) => option !== "lr")
      .map(([option, spec]) => ({ name: option, value: writeOption(spec, options[option] ?? null) })),
    chain: chainOf(model),
  };
}

/** Every link that a gradient passes, in the order of 0.5, steps 7 to 15. */
function chainOf(model: Model): readonly string[] {
  const clausesAt = (place: "gradient" | "update") =>
    model.sites
      .filter(({ at }) => at.site === place)
      .map(({ technique, options }) => writeClause(definitionOf.technique(technique), options));
  const used = new Set(
    model.network.parameters.flatMap(({ policy }) =>
      policy.map(({ technique }) => definitionOf.technique(technique).effect.step),
    ),
  );
  const when = (step: Parameters<typeof used.has>[0], text: string) => (used.has(step) ? [text] : []);
  const transforms = optimizerChain(model).map(
    ({ slots }) => `${model.optimizer.name} [${slots.map(({ name }) => name).join(", ")}]`,
  );
  return [
    "gradient",
    ...clausesAt("gradient"),
    ...when("coupled-decay", "coupled decay"),
    ...(transforms.length === 0 ? [model.optimizer.name] : transforms),
    "times lr",
    ...when("decay", "decay"),
    "weight",
    ...when("prox", "prox"),
    ...when("projection", "projection"),
    ...clausesAt("update"),
  ];
}
