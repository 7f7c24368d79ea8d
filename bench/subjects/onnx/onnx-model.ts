/** The messages of onnx.proto3 (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto3), by their field numbers. */
import type { FixtureTensor, FixtureTensors } from "../../workloads/fixture.ts";
import { encodeMessage, type Message } from "./protobuf.ts";

const IR_VERSION = 8;
const OPERATOR_SET = 17;
const FLOAT = 1;
const INTS = 7;

export interface OnnxNode {
  readonly op: string;
  readonly inputs: readonly string[];
  readonly output: string;
  /** Lists of whole numbers. */
  readonly attributes?: Readonly<Record<string, readonly number[]>>;
}

export interface OnnxGraph {
  readonly nodes: readonly OnnxNode[];
  readonly weights: FixtureTensors;
  readonly input: { readonly name: string; readonly shape: readonly number[] };
  readonly output: { readonly name: string; readonly shape: readonly number[] };
}

export function encodeOnnx({ nodes, weights, input, output }: OnnxGraph): Uint8Array {
  const graph: Message = {
    1: nodes.map(nodeProto),
    2: "network",
    5: Object.entries(weights).map(([name, tensor]) => tensorProto(name, tensor)),
    11: [valueInfo(input)],
    12: [valueInfo(output)],
  };
  return encodeMessage({ 1: IR_VERSION, 7: graph, 8: { 1: "", 2: OPERATOR_SET } });
}

function nodeProto({ op, inputs, output, attributes = {} }: OnnxNode): Message {
  const lists = Object.entries(attributes).map(([name, ints]) => ({ 1: name, 8: ints, 20: INTS }));
  return { 1: inputs, 2: [output], 3: output, 4: op, 5: lists };
}

function tensorProto(name: string, { shape, values }: FixtureTensor): Message {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return { 1: shape, 2: FLOAT, 8: name, 9: bytes };
}

function valueInfo({ name, shape }: OnnxGraph["input"]): Message {
  return { 1: name, 2: { 1: { 1: FLOAT, 2: { 1: shape.map((extent) => ({ 1: extent })) } } } };
}
