import { type NDArray, zeros } from "../nd-array.ts";
import type { Primitive } from "../primitive.ts";
import type { TensorType, Value } from "../program.ts";
import { checkInputs } from "./check.ts";
import { advanced, delayed, lstmExtents, rowsTimes, splitGates, sumOfOuterProducts } from "./lstm-shapes.ts";

/**
 * The sequential part alone: the product of the whole sequence with the input kernel is one `matmul` before it.
 * Batch-major, as the rest of the program is: a transposition to time-major would cost more than rows apart do.
 */
export const lstm: Primitive<"lstm"> = {
  name: "lstm",
  doc: "The recurrence of a long short-term memory over [B, T, 4H], from a state of zeros (Hochreiter & Schmidhuber 1997).",
  infer(inputs) {
    checkInputs("lstm", inputs, ["f32", "f32"]);
    const [projected, recurrent] = inputs as readonly [TensorType, TensorType];
    const { batch, steps, units } = lstmExtents("lstm", recurrent, projected);
    const state: TensorType = { shape: [batch, steps, units], dtype: "f32" };
    return [state, state, { shape: projected.shape, dtype: "f32" }];
  },
  evaluate(inputs) {
    const [projected, recurrent] = inputs as readonly [NDArray, NDArray];
    const { batch, steps, units } = lstmExtents("lstm", recurrent, projected);
    const hidden = zeros({ shape: [batch, steps, units], dtype: "f32" });
    const cells = zeros(hidden);
    const gates = zeros({ shape: projected.shape, dtype: "f32" });
    for (let row = 0; row < batch * steps; row++) {
      const isFirst = row % steps === 0;
      const before = (state: NDArray, unit: number) => (isFirst ? 0 : state.data[(row - 1) * units + unit]!);
      for (let column = 0; column < 4 * units; column++) {
        let z = projected.data[row * 4 * units + column]!;
        for (let unit = 0; unit < units; unit++)
          z += before(hidden, unit) * recurrent.data[unit * 4 * units + column]!;
        const isCandidate = Math.floor(column / units) === 2;
        gates.data[row * 4 * units + column] = isCandidate ? Math.tanh(z) : 1 / (1 + Math.exp(-z));
      }
      for (let unit = 0; unit < units; unit++) {
        const gate = (index: number) => gates.data[(row * 4 + index) * units + unit]!;
        const cell = gate(1) * before(cells, unit) + gate(0) * gate(2);
        cells.data[row * units + unit] = cell;
        hidden.data[row * units + unit] = gate(3) * Math.tanh(cell);
      }
    }
    return [hidden, cells, gates];
  },
  differentiate({ builder: b, inputs, outputs, gradients }) {
    const recurrent = inputs[1]!;
    const [hidden, cells, gates] = outputs as readonly [Value, Value, Value];
    const [byHidden, byCells, byGates] = gradients as readonly [Value | null, Value | null, Value | null];
    let total = byHidden ?? b.constant(0, hidden.shape);
    let direct: Value | null = null;
    // What reads the gates reaches the sums under them at once, and through these the hidden state before.
    if (byGates !== null) {
      const one = b.constant(1);
      const [i, f, g, o] = splitGates(b, gates);
      const slopes = [i, f, g, o].map((gate) =>
        gate === g ? b.sub(one, b.square(gate)) : b.mul(gate, b.sub(one, gate)),
      );
      direct = b.mul(byGates, b.concat(slopes, 2));
      total = b.add(total, rowsTimes(b, advanced(b, direct), recurrent, true));
    }
    const given = [recurrent, cells, gates, total, ...(byCells === null ? [] : [byCells])];
    const through = b.emit("lstm_gradient", given, {});
    const byProjected = direct === null ? through : b.add(through, direct);
    return [byProjected, sumOfOuterProducts(b, delayed(b, hidden), byProjected)];
  },
};
