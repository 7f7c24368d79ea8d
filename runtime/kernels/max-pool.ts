import type { Window2D } from "../../compiler/program/primitive-attributes.ts";
import { floats, type HostKernel, type HostTensor } from "./host-kernel.ts";
import { slideWindow } from "./slide-window.ts";

export const maxPool: HostKernel<"max_pool"> = (inputs, outputs, attributes) => {
  const x = floats(inputs);
  const y = floats(outputs);
  forEachMaximum(inputs[0]!, outputs[0]!, attributes, (at, result) => {
    y[result] = x[at]!;
  });
};

export const maxPoolScatter: HostKernel<"max_pool_scatter"> = (inputs, outputs, attributes) => {
  const dy = floats(inputs, 1);
  const dx = floats(outputs).fill(0);
  forEachMaximum(inputs[0]!, inputs[1]!, attributes, (at, result) => {
    dx[at]! += dy[result]!;
  });
};

export const maxPoolGather: HostKernel<"max_pool_gather"> = (inputs, outputs, attributes) => {
  const g = floats(inputs, 1);
  const y = floats(outputs);
  forEachMaximum(inputs[0]!, outputs[0]!, attributes, (at, result) => {
    y[result] = g[at]!;
  });
};

/** Visits, for each cell of the pooled image, the cell of x that is the first maximum of its window. */
function forEachMaximum(
  image: HostTensor,
  pooled: HostTensor,
  attributes: Window2D,
  visit: (at: number, result: number) => void,
): void {
  const x = floats([image]);
  const [, , width, channels] = image.shape as readonly [number, number, number, number];
  slideWindow(image.shape, pooled.shape, attributes, ({ result, corner, rows, columns }) => {
    for (let c = 0; c < channels; c++) {
      let at = corner + c;
      let most = x[at]!;
      for (let i = 0; i < rows; i++)
        for (let j = 0; j < columns; j++) {
          const next = corner + (i * width + j) * channels + c;
          if (x[next]! > most) {
            most = x[next]!;
            at = next;
          }
        }
      visit(at, result + c);
    }
  });
}
