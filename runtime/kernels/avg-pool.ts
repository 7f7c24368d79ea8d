import { floats, type HostKernel } from "./host-kernel.ts";
import { slideWindow } from "./slide-window.ts";

export const avgPool: HostKernel<"avg_pool"> = (inputs, outputs, attributes) => {
  const x = floats(inputs);
  const y = floats(outputs);
  const [, , width, channels] = inputs[0]!.shape as readonly [number, number, number, number];
  slideWindow(inputs[0]!.shape, outputs[0]!.shape, attributes, ({ result, corner, rows, columns }) => {
    for (let c = 0; c < channels; c++) {
      let total = 0;
      for (let i = 0; i < rows; i++)
        for (let j = 0; j < columns; j++) total += x[corner + (i * width + j) * channels + c]!;
      y[result + c] = total / (rows * columns);
    }
  });
};

export const avgPoolGradient: HostKernel<"avg_pool_gradient"> = (inputs, outputs, attributes) => {
  const dy = floats(inputs);
  const dx = floats(outputs).fill(0);
  const [, , width, channels] = outputs[0]!.shape as readonly [number, number, number, number];
  slideWindow(outputs[0]!.shape, inputs[0]!.shape, attributes, ({ result, corner, rows, columns }) => {
    for (let i = 0; i < rows; i++)
      for (let j = 0; j < columns; j++)
        for (let c = 0; c < channels; c++)
          dx[corner + (i * width + j) * channels + c]! += dy[result + c]! / (rows * columns);
  });
};
