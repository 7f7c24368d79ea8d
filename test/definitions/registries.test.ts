import { expect, test } from "vitest";
import { dataSources } from "../../compiler/definitions/data-sources/index.ts";
import type { Definition } from "../../compiler/definitions/definition.ts";
import { initializers } from "../../compiler/definitions/initializers/index.ts";
import { layers } from "../../compiler/definitions/layers/index.ts";
import { losses } from "../../compiler/definitions/losses/index.ts";
import { metrics } from "../../compiler/definitions/metrics/index.ts";
import { optimizers } from "../../compiler/definitions/optimizers/index.ts";
import type { OptionSpec } from "../../compiler/definitions/option-spec.ts";
import { schedules } from "../../compiler/definitions/schedules/index.ts";
import { shorthands, techniques } from "../../compiler/definitions/techniques/index.ts";
import { transforms } from "../../compiler/definitions/transforms/index.ts";

const registries: Readonly<Record<string, Readonly<Record<string, Definition>>>> = {
  dataSources,
  initializers,
  layers,
  losses,
  metrics,
  optimizers,
  schedules,
  shorthands,
  techniques,
  transforms,
};

const entries = Object.entries(registries).flatMap(([registry, definitions]) =>
  Object.entries(definitions).map(([name, definition]) => ({ registry, name, definition })),
);

test.each(entries)("$registry.$name is found under its name and says what it is", ({ name, definition }) => {
  expect(definition.name).toBe(name);
  expect(name).toMatch(/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/);
  expect(definition.doc).toMatch(/[.)]$/);
  expect(definition.source).not.toBe("");
  for (const option of definition.positional) expect(definition.options).toHaveProperty(option);
});

function bounded(spec: OptionSpec): readonly number[] {
  const value = spec.default;
  if (typeof value === "number") return [value];
  if (spec.type === "pair" || spec.type === "integers" || spec.type === "numbers") {
    return (value ?? []) as readonly number[];
  }
  if (spec.type === "duration" && spec.default) return [spec.default.value];
  return [];
}

test.each(entries)("defaults of $registry.$name lie in their ranges", ({ definition }) => {
  for (const [option, spec] of Object.entries<OptionSpec>(definition.options)) {
    expect(spec.doc, option).toMatch(/[.)…]$/);
    if (spec.type === "choice" && spec.default !== undefined) expect(spec.choices).toContain(spec.default);
    if (spec.type === "initializer" && spec.default !== undefined) {
      expect(initializers).toHaveProperty(spec.default);
    }
    for (const value of bounded(spec)) {
      const range = { min: -Infinity, max: Infinity, above: -Infinity, below: Infinity, ...spec };
      expect(value).toBeGreaterThanOrEqual(range.min);
      expect(value).toBeLessThanOrEqual(range.max);
      expect(value).toBeGreaterThan(range.above);
      expect(value).toBeLessThan(range.below);
    }
  }
});

test("no two techniques or shorthands are spelled alike", () => {
  const spellings = [...Object.values(techniques), ...Object.values(shorthands)].map(
    (definition: Definition) => definition.spelling ?? definition.name,
  );
  expect(new Set(spellings).size).toBe(spellings.length);
});

test("the rules that an optimizer brings name techniques and give all their options", () => {
  const rules = optimizers.adamw.rules!({ decay: 0.02 });
  expect(rules.map(({ selector }) => selector)).toEqual(["kernel", "embedding", "recurrent"]);
  for (const { technique, options } of rules) {
    const definition: Definition = techniques[technique as keyof typeof techniques];
    expect(Object.keys(options).sort()).toEqual(Object.keys(definition.options).sort());
  }
  expect(optimizers.adamw.rules!({ decay: 0 })).toEqual([]);
});
