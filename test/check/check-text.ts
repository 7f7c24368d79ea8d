import { expect } from "vitest";
import { type Checked, type Choices, check } from "../../compiler/check/check.ts";
import { type LoadedSpec, loadSpec } from "../../compiler/check/load-spec.ts";
import type { DataSource, LoadedField, Model } from "../../compiler/ir/model.ts";
import { validateModel } from "../../compiler/ir/validate.ts";
import { plain, renderDiagnostic } from "../../grammar/render.ts";

/** Files of a spec by path; a text alone is the file `spec.regnet`. */
export type Files = string | Readonly<Record<string, string>>;

export type Fields = Readonly<Record<string, LoadedField>>;

export function field(shape: readonly number[], classes: number | null = null): LoadedField {
  return { shape, dtype: classes === null ? "f32" : "i32", classes };
}

/** What the data of these tests holds, whatever the spec says of it. */
export const defaultFields: Fields = {
  x: field([4]),
  y: field([1]),
  image: field([8, 8, 3]),
  label: field([], 10),
};

export async function load(files: Files): Promise<LoadedSpec> {
  const byPath = typeof files === "string" ? { "spec.regnet": files } : files;
  return loadSpec(Object.keys(byPath)[0] ?? "spec.regnet", { read: (path) => byPath[path] ?? null });
}

/** Checks a spec with data that has the given fields, or those of them that the spec declares. */
export async function checkText(
  files: Files,
  choices: Choices = {},
  fields = defaultFields,
): Promise<Checked> {
  return check(await load(files), { ...choices, fieldTypes: (source) => typesOf(source, fields) });
}

function typesOf({ fields: declared }: DataSource, fields: Fields): ReadonlyMap<string, LoadedField> {
  return new Map(declared.map(({ name }) => [name, fields[name] ?? field([1])]));
}

/** The model of a spec that has no errors; whatever the checker makes is a valid document. */
export async function modelOf(files: Files, choices: Choices = {}, fields = defaultFields): Promise<Model> {
  const { model, diagnostics } = await checkText(files, choices, fields);
  if (model === null)
    throw new Error(diagnostics.map(({ code, message }) => `${code}: ${message}`).join("\n"));
  expect(validateModel(model).diagnostics).toEqual([]);
  return model;
}

/** Everything a check says, as a reader sees it. */
export async function renderedFaults(
  files: Files,
  choices: Choices = {},
  fields = defaultFields,
): Promise<string> {
  const spec = await load(files);
  const { diagnostics } = await checkText(files, choices, fields);
  const sources = new Map([...spec.files].map(([path, { source }]) => [path, source]));
  return diagnostics.map((diagnostic) => renderDiagnostic(diagnostic, sources, plain)).join("\n\n");
}

/** The codes a check reports, in order. */
export async function codesOf(
  files: Files,
  choices: Choices = {},
  fields = defaultFields,
): Promise<string[]> {
  const { diagnostics } = await checkText(files, choices, fields);
  return diagnostics.map(({ code }) => code);
}

export interface Parts {
  /** Declarations before everything else. */
  readonly top?: string;
  /** The body of the network `Net`. */
  readonly net?: string;
  /** The rules of the policy `P`. */
  readonly rules?: string;
  /** Clauses of the train block, by name, in place of the usual ones; empty leaves one out. */
  readonly train?: Readonly<Record<string, string>>;
}

const usualNet = "input x: f32[4]\n  output y = x -> dense(8) as hidden -> relu -> dense(1) as head";

/** A small whole spec with some part of it replaced. */
export function specWith({
  top = "",
  net = usualNet,
  rules = "kernel { decay 1e-4 }",
  train = {},
}: Parts): string {
  const clauses: Readonly<Record<string, string>> = {
    network: "network Net",
    policy: "policy P",
    data: "data memory { features x; target y }",
    loss: "loss mse(y)",
    optimizer: "optimizer sgd(lr: 0.1)",
    epochs: "epochs 3",
    ...train,
  };
  const block = Object.values(clauses).filter((clause) => clause !== "");
  return [
    ...(top === "" ? [] : [top]),
    `network Net {\n  ${net}\n}`,
    `policy P {\n  ${rules}\n}`,
    `train t {\n  ${block.join("\n  ")}\n}`,
    "",
  ].join("\n");
}
