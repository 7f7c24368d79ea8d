import { defaultOf } from "../check/options/default-option.ts";
import type { Definition } from "../definitions/definition.ts";
import { initializers } from "../definitions/initializers/index.ts";
import type { OptionSpec } from "../definitions/option-spec.ts";
import { schedules } from "../definitions/schedules/index.ts";
import type { Initializer, Options, OptionValue } from "../ir/model.ts";
import type { Duration, Schedule } from "../ir/schedule.ts";

type Given = Options | Schedule["options"];

const scheduleDefinitions: Readonly<Record<string, Definition>> = schedules;
const initializerDefinitions: Readonly<Record<string, Definition>> = initializers;

/** An option's value as a spec writes it: `0.001`, `cosine(0.001, warmup: 1 epoch)`, `[3, 5]`, `none`. */
export function writeOption(spec: OptionSpec, value: OptionValue): string {
  if (value === null) return "none";
  switch (spec.type) {
    case "schedule":
      return writeSchedule(value as Schedule);
    case "duration":
      return writeDuration(value as unknown as Duration);
    case "initializer": {
      const { name, options } = value as Pick<Initializer, "name" | "options">;
      return writeCall(initializerDefinitions[name]!, options);
    }
    case "text":
      return JSON.stringify(value);
    case "pair": {
      const [height, width] = value as readonly [number, number];
      return height === width ? String(height) : `[${height}, ${width}]`;
    }
    default:
      return Array.isArray(value) ? `[${value.join(", ")}]` : String(value);
  }
}

export function writeSchedule({ name, options }: Schedule): string {
  if (name === "constant") return String(options.value);
  return writeCall(scheduleDefinitions[name]!, options);
}

function writeDuration({ value, unit }: Duration): string {
  return `${value} ${unit}${value === 1 ? "" : "s"}`;
}

/** `conv(16, 3)`, `batch_norm`: positional options without names, the others where they are not the default. */
export function writeCall(definition: Definition, options: Given): string {
  const { name, spelling } = definition;
  const written = writtenOptions(definition, options);
  return written.length === 0 ? (spelling ?? name) : `${spelling ?? name}(${written.join(", ")})`;
}

/** The same as a clause of a policy: one plain value needs no parentheses, `decay 0.05`. */
export function writeClause(definition: Definition, options: Given): string {
  const written = writtenOptions(definition, options);
  const [only] = written;
  return written.length === 1 && only !== undefined && !only.includes(":")
    ? `${definition.spelling ?? definition.name} ${only}`
    : writeCall(definition, options);
}

/** Positional options, then the named ones that are not at their default. */
export function writtenOptions(definition: Definition, options: Given): readonly string[] {
  const values = options as Options;
  const isDefault = (name: string) =>
    JSON.stringify(values[name] ?? null) === JSON.stringify(defaultOf(definition.options[name]!) ?? null);
  const { positional } = definition;
  const last = positional.findLastIndex((name) => definition.options[name]!.default === undefined);
  const unnamed = positional.slice(0, last + 1);
  const named = Object.keys(definition.options).filter((name) => !unnamed.includes(name) && !isDefault(name));
  const text = (name: string) => writeOption(definition.options[name]!, values[name] ?? null);
  return [...unnamed.map(text), ...named.map((name) => `${name}: ${text(name)}`)];
}
