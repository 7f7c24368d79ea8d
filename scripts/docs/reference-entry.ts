import { describeOption } from "../../compiler/check/options/describe-option.ts";
import { describeBounds } from "../../compiler/check/options/range.ts";
import type { Definition } from "../../compiler/definitions/definition.ts";
import type { OptionSpec } from "../../compiler/definitions/option-spec.ts";
import type { Duration } from "../../compiler/ir/schedule.ts";

type Described = Pick<Definition, "name" | "spelling" | "doc" | "source" | "options" | "positional">;

/** One definition on its page: how it is written, what it does, its formula and source, and its options. */
export function referenceEntry(definition: Described, facts: readonly string[], level: number): string {
  const options = Object.entries<OptionSpec>(definition.options);
  return [
    `${"#".repeat(level)} ${definition.name}`,
    `\`\`\`regnet\n${signature(definition)}\n\`\`\``,
    [definition.doc, ...facts].join(" "),
    `Formula and source: ${definition.source}`,
    ...(options.length === 0 ? [] : [table(options)]),
  ].join("\n\n");
}

/** `conv(filters, size, stride: [1, 1])` */
function signature({ name, spelling, options, positional }: Described): string {
  const parts = Object.entries<OptionSpec>(options).map(([option, spec]) => {
    if (spec.default === undefined) return positional.includes(option) ? option : `${option}: …`;
    return `${option}: ${written(spec)}`;
  });
  return `${spelling ?? name}${parts.length === 0 ? "" : `(${parts.join(", ")})`}`;
}

function table(options: readonly (readonly [string, OptionSpec])[]): string {
  const rows = options.map(([name, spec]) => [
    `\`${name}\``,
    `${typeOf(spec)}${rangeOf(spec)}`,
    spec.default === undefined ? "required" : `\`${written(spec)}\``,
    spec.doc,
  ]);
  const lines = rows.map((cells) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`);
  return ["| option | takes | default | meaning |", "| --- | --- | --- | --- |", ...lines].join("\n");
}

function typeOf(spec: OptionSpec): string {
  return spec.type === "choice"
    ? spec.choices.map((choice) => `\`${choice}\``).join(", ")
    : describeOption(spec);
}

function rangeOf(spec: OptionSpec): string {
  const { min, max, above, below } = spec as Parameters<typeof describeBounds>[0];
  const isBounded = [min, max, above, below].some((bound) => bound !== undefined);
  return isBounded ? `, ${describeBounds({ min, max, above, below })}` : "";
}

/** A default as a spec would write it. */
function written(spec: OptionSpec): string {
  const value = spec.default;
  if (value === null || value === undefined) return "none";
  if (spec.type === "text") return JSON.stringify(value);
  if (spec.type === "words")
    return `[${(value as readonly string[]).map((word) => JSON.stringify(word)).join(", ")}]`;
  if (spec.type === "duration") {
    const { value: length, unit } = value as Duration;
    return `${length} ${unit}${length === 1 ? "" : "s"}`;
  }
  return Array.isArray(value) ? `[${value.join(", ")}]` : String(value);
}
