import { demand } from "../error.ts";
import { type NDArray, zeros } from "../nd-array.ts";
import type { Primitive } from "../primitive.ts";
import type { TensorType, Value } from "../program.ts";
import { checkInputs } from "./check.ts";
import { differentiateLstmGradient } from "./differentiate-lstm-gradient.ts";
import { checkSequence, lstmExtents } from "./lstm-shapes.ts";

export const lstmGradient: Primitive<"lstm_gradient"> = {
  name: "lstm_gradient",
  doc: "The gradient of lstm by its projected input, from the last step to the first. Inputs: the recurrent kernel, the cells and gates that lstm gave, and the gradients by its hidden states and, where anything reads them, by its cells.",
  infer(inputs) {
    const count = inputs.length === 5 ? 5 : 4;
    checkInputs(
      "lstm_gradient",
      inputs,
      Array.from({ length: count }, () => "f32" as const),
    );
    const [recurrent, cells, gates, byHidden, byCells] = inputs as readonly [
      TensorType,
      TensorType,
      TensorType,
      TensorType,
      TensorType?,
    ];
    const extents = lstmExtents("lstm_gradient", recurrent, gates);
    checkSequence("lstm_gradient", "cells", cells, extents);
    checkSequence("lstm_gradient", "the gradient by hidden", byHidden, extents);
    if (byCells !== undefined) checkSequence("lstm_gradient", "the gradient by cells", byCells, extents);
    return [{ shape: gates.shape, dtype: "f32" }];
  },
  evaluate(inputs) {
    const [recurrent, cells, gates, byHidden] = inputs as readonly [NDArray, NDArray, NDArray, NDArray];
    const byCells = inputs[4]?.data;
    const { batch, steps, units } = lstmExtents("lstm_gradient", recurrent, gates);
    const result = zeros({ shape: gates.shape, dtype: "f32" });
    const dCell = new Float64Array(batch * units);
    for (let step = steps - 1; step >= 0; step--)
      for (let example = 0; example < batch; example++) {
        const row = example * steps + step;
        for (let unit = 0; unit < units; unit++) {
          const gate = (index: number, of = row) => gates.data[(of * 4 + index) * units + unit]!;
          const isLast = step === steps - 1;
          let dHidden = byHidden.data[row * units + unit]!;
          if (!isLast)
            for (let column = 0; column < 4 * units; column++)
              dHidden +=
                result.data[(row + 1) * 4 * units + column]! * recurrent.data[unit * 4 * units + column]!;
          const [i, f, g, o] = [gate(0), gate(1), gate(2), gate(3)];
          const squashed = Math.tanh(cells.data[row * units + unit]!);
          const cellBefore = step === 0 ? 0 : cells.data[(row - 1) * units + unit]!;
          const later = isLast ? 0 : gate(1, row + 1) * dCell[example * units + unit]!;
          const d = dHidden * o * (1 - squashed ** 2) + (byCells?.[row * units + unit] ?? 0) + later;
          dCell[example * units + unit] = d;
          const sums = [
            d * g * i * (1 - i),
            d * cellBefore * f * (1 - f),
            d * i * (1 - g ** 2),
            dHidden * squashed * o * (1 - o),
          ];
          sums.forEach((sum, index) => {
            result.data[(row * 4 + index) * units + unit] = sum;
          });
        }
      }
    return [result];
  },
  differentiate({ builder, inputs, outputs, gradients }) {
    const [recurrent, cells, gates, byHidden, byCells] = inputs as readonly [
      Value,
      Value,
      Value,
      Value,
      Value?,
    ];
    const upstream = gradients[0] ?? null;
    demand(upstream !== null, "lstm_gradient", () => "no gradient by its output");
    const found = differentiateLstmGradient(builder, {
      recurrent,
      cells,
      gates,
      byHidden,
      byCells: byCells ?? null,
      byProjected: outputs[0]!,
      upstream,
    });
    return byCells === undefined ? found.slice(0, 4) : found;
  },
};
