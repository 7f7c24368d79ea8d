import type { Style } from "../../../grammar/render.ts";
import { formatShape } from "../../program/shape.ts";
import type { NetworkSummary } from "../explanation.ts";
import { table, wrap } from "./layout.ts";
import { plural, writeCount } from "./write-number.ts";

/** The layers as one table, in the order in which they are computed. */
export function renderNetwork(network: NetworkSummary, style: Style): readonly string[] {
  const { name, doc, inputs, layers, outputs, trained, observed } = network;
  const rows = [
    ...inputs.map(({ id, field, type }) => [id, field === id ? "input" : `input of ${field}`, type, ""]),
    ...layers.map(({ id, call, shape, size }) => [id, call, formatShape(shape), writeSize(size)]),
  ];
  return [
    style.strong(`Network ${name}`),
    ...(doc === null ? [] : wrapDoc(doc).map((line) => `  ${line}`)),
    ...table(rows, 2, [3]),
    ...outputs.map((output) => `  output ${output.name} is ${output.value}`),
    `  ${plural(trained, "number")} to train${observed === 0 ? "" : `, ${writeCount(observed)} in moving statistics`}`,
  ];
}

function writeSize(size: number): string {
  return size === 0 ? "" : writeCount(size);
}

/** A documenting comment keeps its lines. */
export function wrapDoc(doc: string): readonly string[] {
  return doc.split("\n").flatMap((line) => wrap(line, 96));
}
