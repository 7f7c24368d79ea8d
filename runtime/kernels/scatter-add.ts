import { checkRow } from "./gather.ts";
import { floats, type HostKernel, integers } from "./host-kernel.ts";

/** Adds the updates of one row after the other in float64: a frequent row may gather thousands of them. */
export const scatterAdd: HostKernel<"scatter_add"> = (inputs, outputs, { rows }) => {
  const updates = floats(inputs);
  const table = floats(outputs);
  const indices = integers(inputs, 1);
  const width = table.length / rows;
  const { positions, starts } = sortByRow(indices, rows);
  const total = new Float64Array(width);
  table.fill(0);
  for (let row = 0; row < rows; row++) {
    if (starts[row] === starts[row + 1]) continue;
    total.fill(0);
    for (let p = starts[row]!; p < starts[row + 1]!; p++) {
      const from = positions[p]! * width;
      for (let i = 0; i < width; i++) total[i]! += updates[from + i]!;
    }
    table.set(total, row * width);
  }
};

/** The positions of the indices in the order of their rows: row r's stand at `starts[r] … starts[r + 1] - 1`. */
function sortByRow(indices: Int32Array, rows: number) {
  const starts = new Int32Array(rows + 1);
  for (const index of indices) {
    checkRow(index, rows);
    starts[index + 1]!++;
  }
  for (let row = 0; row < rows; row++) starts[row + 1]! += starts[row]!;
  const next = starts.slice();
  const positions = new Int32Array(indices.length);
  indices.forEach((index, position) => {
    positions[next[index]!++] = position;
  });
  return { positions, starts };
}
