import type { Applied, Model, OptionValue } from "../../compiler/ir/model.ts";

/** A model in a few lines: its graph, and what reached what and why. */
export function printModel({ name, network, data, loss, optimizer, sites, run }: Model): string {
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
    ...network.parameters.flatMap(({ id, role, shape, policy }) => [
      `${id}: ${role} [${shape.join(", ")}]`,
      ...policy.map((applied) => `  ${printApplied(applied)}`),
    ]),
    ...sites.map((site) => `${site.id}: ${printApplied(site)}`),
  ].join("\n");
}

function printApplied({ technique, options, rule, overridden }: Applied): string {
  const over = (overridden ?? []).map(
    (loser) => `${loser.technique} of ${loser.rule.policy}: ${loser.rule.selector}`,
  );
  const origin = rule?.origin === undefined ? "" : ` at ${rule.origin.line}:${rule.origin.column}`;
  const losers = over.length === 0 ? "" : `, over ${over.join(", ")}`;
  return `${technique} ${printOptions(options)} by ${rule?.policy}: ${rule?.selector}${origin}${losers}`;
}

function printOptions(options: Readonly<Record<string, OptionValue>>): string {
  return JSON.stringify(options);
}
