import type { Definition } from "../../definitions/definition.ts";
import { initializers } from "../../definitions/initializers/index.ts";
import type { OptionSpec } from "../../definitions/option-spec.ts";
import type { OptionValue } from "../../ir/model.ts";

/** The default of an option as the IR holds it; undefined when it is required. */
export function defaultOf(spec: OptionSpec): OptionValue | undefined {
  const value = spec.default;
  if (value === undefined || value === null) return value;
  if (spec.type === "schedule") return { name: "constant", options: { value: value as number } };
  if (spec.type === "initializer") return defaultInitializer(value as string);
  return value as OptionValue;
}

function defaultInitializer(name: string): OptionValue {
  const { options } = (initializers as Readonly<Record<string, Definition>>)[name]!;
  return {
    name,
    options: Object.fromEntries(Object.entries(options).map(([key, spec]) => [key, defaultOf(spec) ?? null])),
  };
}
