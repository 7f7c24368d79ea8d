/** Graphs as the converter of tfjs writes them, with bias and activation fused into products and convolutions. */
export interface GraphNode {
  readonly name: string;
  readonly op: string;
  readonly input: readonly string[];
  readonly attr: Readonly<Record<string, object>>;
}

const FLOAT = { type: "DT_FLOAT" };
const text = (value: string) => ({ s: btoa(value) });
const texts = (...values: readonly string[]) => ({ list: { s: values.map((value) => btoa(value)) } });
const whole = (...values: readonly number[]) => ({ list: { i: values.map(String) } });

const image = (...shape: readonly number[]): GraphNode => ({
  name: "image",
  op: "Placeholder",
  input: [],
  attr: { dtype: FLOAT, shape: { shape: { dim: shape.map((size) => ({ size: String(size) })) } } },
});

const constant = (name: string, dtype = "DT_FLOAT"): GraphNode => ({
  name,
  op: "Const",
  input: [],
  attr: { dtype: { type: dtype } },
});

function withWeights(name: string, node: GraphNode): readonly GraphNode[] {
  return [constant(`${name}.kernel`), constant(`${name}.bias`), node];
}

function dense(input: string, name: string, ...activation: readonly string[]): readonly GraphNode[] {
  return withWeights(name, {
    name,
    op: "_FusedMatMul",
    input: [input, `${name}.kernel`, `${name}.bias`],
    attr: {
      T: FLOAT,
      num_args: { i: "1" },
      fused_ops: texts("BiasAdd", ...activation),
      transpose_a: { b: false },
      transpose_b: { b: false },
      epsilon: { f: 0 },
    },
  });
}

function conv(input: string, name: string): readonly GraphNode[] {
  return withWeights(name, {
    name,
    op: "_FusedConv2D",
    input: [input, `${name}.kernel`, `${name}.bias`],
    attr: {
      T: FLOAT,
      num_args: { i: "1" },
      fused_ops: texts("BiasAdd", "Relu"),
      strides: whole(1, 1, 1, 1),
      dilations: whole(1, 1, 1, 1),
      padding: text("VALID"),
      data_format: text("NHWC"),
      explicit_paddings: { list: {} },
      epsilon: { f: 0 },
    },
  });
}

export const mlpNodes: readonly GraphNode[] = [
  image(-1, 784),
  ...dense("image", "first", "Relu"),
  ...dense("first", "second", "Relu"),
  ...dense("second", "head"),
];

export const FLAT_SHAPE = "flat.shape";

export const cnnNodes: readonly GraphNode[] = [
  image(-1, 28, 28, 1),
  ...conv("image", "edges"),
  ...conv("edges", "shapes"),
  {
    name: "pool",
    op: "MaxPool",
    input: ["shapes"],
    attr: {
      T: FLOAT,
      ksize: whole(1, 2, 2, 1),
      strides: whole(1, 2, 2, 1),
      padding: text("VALID"),
      data_format: text("NHWC"),
    },
  },
  constant(FLAT_SHAPE, "DT_INT32"),
  {
    name: "flat",
    op: "Reshape",
    input: ["pool", FLAT_SHAPE],
    attr: { T: FLOAT, Tshape: { type: "DT_INT32" } },
  },
  ...dense("flat", "hidden", "Relu"),
  ...dense("hidden", "head"),
];
