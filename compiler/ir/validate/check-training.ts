import type { Diagnostic } from "../../../grammar/diagnostic.ts";
import type { DataSourceDefinition } from "../../definitions/data-source.ts";
import { type DataSourceName, dataSources } from "../../definitions/data-sources/index.ts";
import { type LossName, losses } from "../../definitions/losses/index.ts";
import type { MetricDefinition } from "../../definitions/metric.ts";
import { type MetricName, metrics } from "../../definitions/metrics/index.ts";
import { checkedOptions } from "../../definitions/option-spec.ts";
import { formatType } from "../../program/shape.ts";
import { diagnose } from "../messages.ts";
import type { FieldType, Input, Model } from "../model.ts";
import { jsonPath } from "./json-path.ts";

/** The loss compares an output with a target field, metrics fit it, and inputs are fields of the data. */
export function* checkTraining(model: Model): Generator<Diagnostic> {
  yield* checkFields(model);
  yield* checkInputs(model);
  yield* checkLoss(model);
}

function checkFields({ data }: Model): readonly Diagnostic[] {
  const source: DataSourceDefinition = dataSources[data.source as DataSourceName];
  return data.fields.flatMap(({ name, role, columns }, index) => {
    const wrong = (problem: string) => [
      diagnose("document-wrong-field", { path: jsonPath(["data", "fields", index]), problem }, null),
    ];
    if (source.fields === "columns") {
      return columns.length > 0 ? [] : wrong(`\`${data.source}\` is a table, so a field needs columns`);
    }
    if (source.fields === "arrays") {
      return columns.length === 0 ? [] : wrong(`\`${data.source}\` holds whole arrays, without columns`);
    }
    const made = source.fields.find((field) => field.name === name);
    if (made === undefined) {
      const known = source.fields.map((field) => field.name);
      const path = jsonPath(["data", "fields", index, "name"]);
      return [diagnose("document-unknown-reference", { path, what: "field", name, known }, null)];
    }
    if (made.role !== role)
      return wrong(`\`${data.source}\` makes \`${name}\` as ${made.role}, not as ${role}`);
    return columns.length === 0 ? [] : wrong(`\`${data.source}\` makes \`${name}\` itself, without columns`);
  });
}

function checkInputs({ network, data }: Model): readonly Diagnostic[] {
  const first = new Map<string, Input>();
  return network.inputs.flatMap((input, index) => {
    const { field } = input;
    const wrong = checkField(field, "features", data, jsonPath(["network", "inputs", index, "field"]));
    const before = first.get(field) ?? input;
    first.set(field, before);
    if (formatType(input) === formatType(before)) return wrong;
    const problem = `\`${field}\` is ${formatType(before)} for \`${before.id}\` and ${formatType(input)} here`;
    const path = jsonPath(["network", "inputs", index]);
    return [...wrong, diagnose("document-wrong-field", { path, problem }, null)];
  });
}

function checkField(name: string, role: string, data: Model["data"], path: string): readonly Diagnostic[] {
  const field = data.fields.find((candidate) => candidate.name === name);
  if (field === undefined) {
    const known = data.fields
      .filter((candidate) => candidate.role === role)
      .map((candidate) => candidate.name);
    return [diagnose("document-unknown-reference", { path, what: "field", name, known }, null)];
  }
  if (field.role === role) return [];
  const problem = `the field \`${name}\` has the role \`${field.role}\`, not \`${role}\``;
  return [diagnose("document-wrong-field", { path, problem }, null)];
}

function checkLoss({ network, data, loss, run }: Model): readonly Diagnostic[] {
  const target = checkField(loss.target, "target", data, jsonPath(["loss", "target"]));
  const output = network.outputs.find(({ name }) => name === loss.prediction);
  if (output === undefined) {
    const known = network.outputs.map(({ name }) => name);
    const slots = { path: jsonPath(["loss", "prediction"]), what: "output", name: loss.prediction, known };
    return [...target, diagnose("document-unknown-reference", slots, null)];
  }
  const values = [...network.inputs, ...network.nodes];
  const prediction = values.find(({ id }) => id === output.value);
  return prediction === undefined ? target : [...target, ...checkMetrics(run.metrics, loss.name, prediction)];
}

function checkMetrics(
  chosen: Model["run"]["metrics"],
  loss: string,
  prediction: FieldType,
): readonly Diagnostic[] {
  return chosen.flatMap(({ name, options }, index) => {
    const definition: MetricDefinition = metrics[name as MetricName];
    const refused = definition.check(prediction, losses[loss as LossName].target, checkedOptions(options));
    if (refused === null) return [];
    const { problem, hint } = refused;
    const path = jsonPath(["run", "metrics", index]);
    return [diagnose("document-metric-refuses", { path, metric: name, problem, hint }, null)];
  });
}
