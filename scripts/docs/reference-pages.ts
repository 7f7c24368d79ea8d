import type { DataSourceDefinition } from "../../compiler/definitions/data-source.ts";
import { dataSources } from "../../compiler/definitions/data-sources/index.ts";
import { initializers } from "../../compiler/definitions/initializers/index.ts";
import { layers } from "../../compiler/definitions/layers/index.ts";
import { losses } from "../../compiler/definitions/losses/index.ts";
import { metrics } from "../../compiler/definitions/metrics/index.ts";
import { optimizers } from "../../compiler/definitions/optimizers/index.ts";
import { schedules } from "../../compiler/definitions/schedules/index.ts";
import { shorthands, techniques } from "../../compiler/definitions/techniques/index.ts";
import { transforms } from "../../compiler/definitions/transforms/index.ts";
import type { GeneratedFile } from "../generated-file.ts";
import { GENERATED } from "./generated-notice.ts";
import { referenceEntry } from "./reference-entry.ts";

const words = (list: readonly string[]) => list.map((word) => `\`${word}\``).join(", ");

/** One page for each registry of definitions. */
export function referencePages(): readonly GeneratedFile[] {
  return [
    page("layers", "Layers", "What a network is made of. Shapes leave the batch out.", [
      ...entries(layers, ({ inputs }) => [
        `Takes ${inputs === "many" ? "two or more values" : inputs === 1 ? "one value" : `${inputs} values`}.`,
      ]),
    ]),
    page(
      "techniques",
      "Techniques",
      "What a policy is made of. Each acts at the sites named with it. Two rules that set the same property of one target compete; `<property> none` takes it away.",
      [
        ...entries(techniques, ({ sites, property, name }) => [
          `Acts on ${words(sites)}.`,
          `Property: \`${property ?? name}\`.`,
        ]),
        ...entries(shorthands, ({ sites }) => [`Acts on ${words(sites)}.`, "A shorthand for others."]),
      ],
    ),
    page("optimizers", "Optimizers", "How a gradient becomes a step.", entries(optimizers)),
    page(
      "schedules",
      "Schedules",
      "Numbers that change over the run. Wherever an option takes a schedule, a plain number means a constant one.",
      entries(schedules),
    ),
    page("losses", "Losses", "What is minimised, besides the penalties of the policy.", [
      ...entries(losses, ({ target }) => [`For ${target} targets.`]),
    ]),
    page("metrics", "Metrics", "What is reported besides the loss, over whole parts of the data.", [
      ...entries(metrics, ({ better }) => [`The ${better} the better.`]),
    ]),
    page("initializers", "Initializers", "The first values of parameters.", entries(initializers)),
    page("data", "Data", "Where examples come from, and what is made of them.", [
      "## Sources",
      ...entries(
        dataSources,
        ({ fields, ownTest }) => [fieldsOf(fields), ...(ownTest ? ["Brings a test part of its own."] : [])],
        3,
      ),
      "## Transforms",
      ...entries(
        transforms,
        ({ kinds, fitted }) => [
          `For ${words(kinds)}.`,
          ...(fitted ? ["Fitted on the training part alone."] : []),
        ],
        3,
      ),
    ]),
  ];
}

function fieldsOf(fields: DataSourceDefinition["fields"]): string {
  if (fields === "columns") return "Its fields are declared in the spec, of columns.";
  if (fields === "arrays") return "Its fields are declared in the spec, one an array.";
  return `Makes the fields ${words(fields.map(({ name }) => name))}.`;
}

function page(name: string, title: string, introduction: string, parts: readonly string[]): GeneratedFile {
  return {
    path: `docs/reference/${name}.md`,
    text: `${[`# ${title}`, GENERATED, introduction, ...parts].join("\n\n")}\n`,
  };
}

type Entry = Parameters<typeof referenceEntry>[0];

function entries<D extends Entry>(
  registry: Readonly<Record<string, D>>,
  facts: (definition: D) => readonly string[] = () => [],
  level = 2,
): readonly string[] {
  return Object.values(registry).map((definition) => referenceEntry(definition, facts(definition), level));
}
