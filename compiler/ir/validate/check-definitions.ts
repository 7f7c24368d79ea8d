import type { Diagnostic } from "../../../grammar/diagnostic.ts";
import { describeBounds, liesWithin } from "../../check/options/range.ts";
import type { Definition } from "../../definitions/definition.ts";
import { checkedOptions, type OptionSpec } from "../../definitions/option-spec.ts";
import { scheduleRange } from "../../definitions/schedules/evaluate.ts";
import { diagnose } from "../messages.ts";
import type { Model, Options } from "../model.ts";
import type { Duration, Schedule } from "../schedule.ts";
import { registries } from "../schema/definitions-schema.ts";
import type { Registries } from "../schema/registries.ts";
import { jsonPath } from "./json-path.ts";

type Keys = readonly (string | number)[];

/** One use of a definition, and where its options stand. */
interface Use {
  readonly registry: keyof Registries;
  readonly name: string;
  readonly options: Options;
  readonly keys: Keys;
}

/** What no JSON Schema can say of options: every value a schedule takes, lengths, and options that do not agree. */
export function checkDefinitions(model: Model): readonly Diagnostic[] {
  return usesOf(model).flatMap(checkUse);
}

function usesOf({ network, data, loss, optimizer, sites, run }: Model): readonly Use[] {
  const use = (
    registry: keyof Registries,
    { name, options }: Pick<Use, "name" | "options">,
    keys: Keys,
  ): Use => ({
    registry,
    name,
    options,
    keys: [...keys, "options"],
  });
  return [
    ...network.nodes.map(({ layer, options }, index) =>
      use("layers", { name: layer, options }, ["network", "nodes", index]),
    ),
    ...network.parameters.flatMap(({ initializer, policy }, index) => [
      use("initializers", initializer, ["network", "parameters", index, "initializer"]),
      ...policy.map(({ technique, options }, position) =>
        use("techniques", { name: technique, options }, ["network", "parameters", index, "policy", position]),
      ),
    ]),
    ...sites.map(({ technique, options }, index) =>
      use("techniques", { name: technique, options }, ["sites", index]),
    ),
    use("losses", loss, ["loss"]),
    use("optimizers", optimizer, ["optimizer"]),
    ...run.metrics.map((metric, index) => use("metrics", metric, ["run", "metrics", index])),
    use("dataSources", { name: data.source, options: data.options }, ["data"]),
    ...data.fields.flatMap(({ transforms }, index) =>
      transforms.map((transform, position) =>
        use("transforms", transform, ["data", "fields", index, "transforms", position]),
      ),
    ),
  ];
}

function checkUse({ registry, name, options, keys }: Use): readonly Diagnostic[] {
  const definition = (registries[registry] as Readonly<Record<string, Definition>>)[name]!;
  const faults = Object.entries<OptionSpec>(definition.options).flatMap(([option, spec]) =>
    checkOption(spec, options[option], [...keys, option]),
  );
  if (faults.length > 0) return faults;
  const problem = definition.refuses?.(checkedOptions(options)) ?? null;
  return problem === null
    ? []
    : [diagnose("document-bad-option", { path: jsonPath(keys), problem, hint: undefined }, null)];
}

function checkOption(spec: OptionSpec, value: unknown, keys: Keys): readonly Diagnostic[] {
  if (value === null) return [];
  switch (spec.type) {
    case "initializer": {
      const { name, options } = value as { name: string; options: Options };
      return checkUse({ registry: "initializers", name, options, keys: [...keys, "options"] });
    }
    case "schedule": {
      const { name, options } = value as Schedule;
      const faults = checkUse({
        registry: "schedules",
        name,
        options: options as Options,
        keys: [...keys, "options"],
      });
      return faults.length > 0 ? faults : checkRange(spec, scheduleRange(value as Schedule), keys);
    }
    case "duration":
      return checkRange(spec, [(value as Duration).value], keys);
    default:
      return [];
  }
}

function checkRange(
  spec: Extract<OptionSpec, { type: "schedule" | "duration" }>,
  values: readonly number[],
  keys: Keys,
): readonly Diagnostic[] {
  const outside = values.find((value) => !liesWithin(value, spec));
  if (outside === undefined) return [];
  const slots = { path: jsonPath(keys), expected: describeBounds(spec), found: String(outside) };
  return [diagnose("document-out-of-range", slots, null)];
}
