import type { Applied, Model, OptionValue, Removed } from "../../compiler/ir/model.ts";

/** A model in a few lines: its graph, and what reached what and why. */
export function printModel({
  name,
  network,
  data,
  loss,
  optimizer,
  sites,
  removed = [],
  run,
}: Model): string {
  return [
    `${name}: ${network.name} on ${data.name}, ${loss.name}(${loss.prediction}, ${loss.target})`,
    `${optimizer.name} ${printOptions(optimizer.options)}`,
    `batch ${run.batch}, epochs ${run.epochs}, seed ${run.seed}, metrics ${run.metrics.map((metric) => metric.name).join(", ")}`,
    ...network.inputs.map(({ id, dtype, shape }) => `input ${id}: ${dtype}[${shape.join(", ")}]`),
    ...network.nodes.map(
      ({ id, layer, inputs, dtype, shape }) =>
        `${id} = ${layer}(${inputs.join(", ")}): ${dtype}[${shape.join(", ")}]`,
    ),
    ...network.outputs.map((output) => `output ${output.name} = ${output.value}`),
    ...network.parameters.flatMap(({ id, role, shape, policy, removed: taken = [] }) => [
      `${id}: ${role} [${shape.join(", ")}]`,
      ...policy.map((applied) => `  ${printApplied(applied)}`),
      ...taken.map((one) => `  ${printRemoved(one)}`),
    ]),
    ...sites.map((site) => `${site.id}: ${printApplied(site)}`),
    ...removed.map((one) => `${JSON.stringify(one.at)}: ${printRemoved(one)}`),
  ].join("\n");
}

function printApplied({ technique, options, ...why }: Applied): string {
  return `${technique} ${printOptions(options)} ${printWhy(why)}`;
}

function printRemoved({ property, ...why }: Removed): string {
  return `${property} none ${printWhy(why)}`;
}

function printWhy({ rule, overridden = [] }: Pick<Applied, "rule" | "overridden">): string {
  const over = overridden.map(
    (loser) => `${loser.technique} of ${loser.rule.policy}: ${loser.rule.selector} (${loser.because})`,
  );
  const origin = rule?.origin === undefined ? "" : ` at ${rule.origin.line}:${rule.origin.column}`;
  const losers = over.length === 0 ? "" : `, over ${over.join(", ")}`;
  return `by ${rule?.policy}: ${rule?.selector}${origin}${losers}`;
}

function printOptions(options: Readonly<Record<string, OptionValue>>): string {
  return JSON.stringify(options);
}
