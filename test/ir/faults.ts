/** For each code of the catalogue a document that shows it: what is changed in the sample model, or a text. */
import type { DocumentCode } from "../../compiler/ir/messages.ts";

/** A document that may be changed at will: the faults break the types of the model on purpose. */
export type Draft = { [key: string]: Json };
export type Json = null | boolean | number | string | Json[] | Draft;

type Fault = string | ((document: Draft) => void);

/** The object or list at the end of a path. */
export function at(document: Draft, ...path: (string | number)[]): Draft {
  return path.reduce<Json>((value, key) => (value as Draft)[String(key)]!, document) as Draft;
}

function nested(levels: number): Json {
  return levels === 0 ? null : [nested(levels - 1)];
}

function set(document: Draft, path: readonly (string | number)[], value: Json): void {
  at(document, ...path.slice(0, -1))[String(path.at(-1))] = value;
}

export const faults: { readonly [C in DocumentCode]: Fault } = {
  "document-not-json": '{"regnet": 1,}',
  "document-too-large": (d) => set(d, ["params"], nested(100)),
  "document-version": (d) => set(d, ["regnet"], 2),
  "document-wrong-type": (d) => set(d, ["run", "batch"], "32"),
  "document-missing-property": (d) => void delete at(d, "optimizer", "options").beta2,
  "document-unknown-property": (d) => {
    const options = at(d, "network", "nodes", 5, "options");
    options.unit = options.units!;
    delete options.units;
  },
  "document-unknown-name": (d) => set(d, ["network", "nodes", 2, "layer"], "rellu"),
  "document-out-of-range": (d) => set(d, ["sites", 0, "options", "rate"], 1),
  "document-wrong-length": (d) => set(d, ["network", "nodes", 0, "options", "stride"], [1]),
  "document-more-mistakes": (d) =>
    set(d, ["params"], Object.fromEntries(Array.from({ length: 150 }, (_, i) => [i, null]))),
  "document-duplicate-name": (d) => set(d, ["sites", 1, "id"], "image/dropout"),
  "document-unknown-reference": (d) => set(d, ["network", "nodes", 3, "inputs"], ["relu", "conf"]),
  "document-wrong-order": (d) => set(d, ["network", "nodes", 0, "inputs"], ["head"]),
  "document-wrong-input-count": (d) => set(d, ["network", "nodes", 2, "inputs"], ["norm", "conv"]),
  "document-layer-refuses": (d) => set(d, ["network", "inputs", 0, "dtype"], "i32"),
  "document-wrong-shape": (d) => set(d, ["network", "nodes", 4, "shape"], [71]),
  "document-too-many-elements": (d) => set(d, ["network", "inputs", 0, "shape"], [60000, 60000, 1]),
  "document-wrong-slots": (d) => void delete at(d, "network", "nodes", 5, "parameters").bias,
  "document-wrong-parameter": (d) => set(d, ["network", "parameters", 6, "role"], "embedding"),
  "document-unused-parameter": (d) => {
    const parameters = at(d, "network").parameters as Json[];
    parameters.push({ ...(parameters[1] as Draft), id: "lost.bias" });
  },
  "document-misplaced-technique": (d) => set(d, ["sites", 3, "at"], { site: "target" }),
  "document-competing-techniques": (d) => {
    const policy = at(d, "network", "parameters", 0).policy as Json[];
    policy.push(structuredClone(policy[0]!));
  },
  "document-shape-refused": (d) => {
    const identity = { name: "identity", options: { gain: 1 } };
    at(d, "network", "nodes", 0, "options").kernel_initializer = identity;
    Object.assign(at(d, "network", "parameters", 0, "initializer"), structuredClone(identity));
  },
  "document-bad-option": (d) => set(d, ["optimizer", "options", "lr", "options", "floor"], 1),
  "document-wrong-field": (d) => set(d, ["loss", "target"], "image"),
  "document-metric-refuses": (d) => set(d, ["loss"], { ...at(d, "loss"), name: "mse", options: {} }),
};
