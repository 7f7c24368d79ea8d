import { sizeOf } from "../../compiler/program/nd-array.ts";
import { floats, type HostKernel, integers } from "./host-kernel.ts";

export const argmax: HostKernel<"argmax"> = (inputs, outputs, { axis }) => {
  const x = floats(inputs);
  const y = integers(outputs);
  const { shape } = inputs[0]!;
  const length = shape[axis]!;
  const inner = sizeOf(shape.slice(axis + 1));
  for (let target = 0; target < y.length; target++) {
    const start = Math.floor(target / inner) * length * inner + (target % inner);
    let best = Number.NEGATIVE_INFINITY;
    let place = 0;
    for (let i = 0; i < length; i++) {
      const value = x[start + i * inner]!;
      if (value > best) {
        best = value;
        place = i;
      }
    }
    y[target] = place;
  }
};
