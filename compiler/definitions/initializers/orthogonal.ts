import { defineInitializer } from "../initializer.ts";
import { sizeOfShape } from "./sampling.ts";

export const orthogonal = defineInitializer({
  name: "orthogonal",
  doc: "Random orthonormal columns (rows, when there are fewer of them), over all axes but the last taken as one.",
  source: "Gram-Schmidt of a normal matrix, which is uniform over orthogonal ones (Saxe et al. 2014)",
  options: { gain: { type: "number", default: 1, doc: "What the orthonormal vectors are multiplied by." } },
  positional: ["gain"],
  refusesShape: (shape) =>
    shape.length >= 2 ? null : "`orthogonal` fills tensors of two or more dimensions",
  values({ shape, options, draws }) {
    const columns = shape.at(-1) ?? 1;
    const rows = sizeOfShape(shape) / columns;
    const [count, length] = rows < columns ? [rows, columns] : [columns, rows];
    const vectors = orthonormalVectors(count, length, draws.normal);
    return new Float32Array(rows * columns).map((_, i) => {
      const row = Math.floor(i / columns);
      const column = i % columns;
      const value = rows < columns ? vectors[row]![column]! : vectors[column]![row]!;
      return options.gain * value;
    });
  },
});

/** Modified Gram-Schmidt, each vector twice: the second sweep removes what rounding left of the first. */
function orthonormalVectors(count: number, length: number, normal: (i: number) => number): Float64Array[] {
  const vectors: Float64Array[] = [];
  for (let i = 0; i < count; i++) {
    const vector = new Float64Array(length).map((_, j) => normal(i * length + j));
    for (const other of [...vectors, ...vectors]) {
      const along = dot(vector, other);
      for (let j = 0; j < length; j++) vector[j] = vector[j]! - along * other[j]!;
    }
    const norm = Math.sqrt(dot(vector, vector));
    vectors.push(vector.map((value) => value / norm));
  }
  return vectors;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
