import { floats, type HostKernel } from "./host-kernel.ts";

/** Sums in float64: a step's errors would otherwise grow from step to step. */
export const lstm: HostKernel<"lstm"> = (inputs, outputs, _attributes) => {
  const [projected, recurrent] = [floats(inputs), floats(inputs, 1)];
  const [hidden, cells, gates] = [floats(outputs), floats(outputs, 1), floats(outputs, 2)];
  const [batch, steps, units] = outputs[0]!.shape as readonly [number, number, number];
  const width = 4 * units;
  const sums = new Float64Array(width);
  for (let row = 0; row < batch * steps; row++) {
    const isFirst = row % steps === 0;
    const state = row * units;
    const wide = row * width;
    for (let k = 0; k < width; k++) sums[k] = projected[wide + k]!;
    for (let j = 0; j < units && !isFirst; j++) {
      const h = hidden[state - units + j]!;
      for (let k = 0, at = j * width; k < width; k++, at++) sums[k]! += h * recurrent[at]!;
    }
    for (let j = 0; j < units; j++) {
      const i = sigmoid(sums[j]!);
      const f = sigmoid(sums[units + j]!);
      const g = Math.tanh(sums[2 * units + j]!);
      const o = sigmoid(sums[3 * units + j]!);
      const cell = (isFirst ? 0 : f * cells[state - units + j]!) + i * g;
      gates[wide + j] = i;
      gates[wide + units + j] = f;
      gates[wide + 2 * units + j] = g;
      gates[wide + 3 * units + j] = o;
      cells[state + j] = cell;
      hidden[state + j] = o * Math.tanh(cell);
    }
  }
};

export const lstmGradient: HostKernel<"lstm_gradient"> = (inputs, outputs, _attributes) => {
  const [recurrent, cells, gates] = [floats(inputs), floats(inputs, 1), floats(inputs, 2)];
  const byHidden = floats(inputs, 3);
  const byCells = inputs.length > 4 ? floats(inputs, 4) : null;
  const byProjected = floats(outputs);
  const [batch, steps, units] = inputs[1]!.shape as readonly [number, number, number];
  const width = 4 * units;
  const dCell = new Float64Array(units);
  for (let example = 0; example < batch; example++) {
    dCell.fill(0);
    for (let step = steps - 1; step >= 0; step--) {
      const row = example * steps + step;
      const state = row * units;
      const wide = row * width;
      const isLast = step === steps - 1;
      for (let j = 0; j < units; j++) {
        let dHidden = byHidden[state + j]!;
        if (!isLast)
          for (let k = wide + width, at = j * width; k < wide + 2 * width; k++, at++)
            dHidden += byProjected[k]! * recurrent[at]!;
        const i = gates[wide + j]!;
        const f = gates[wide + units + j]!;
        const g = gates[wide + 2 * units + j]!;
        const o = gates[wide + 3 * units + j]!;
        const squashed = Math.tanh(cells[state + j]!);
        const later = isLast ? 0 : gates[wide + width + units + j]! * dCell[j]!;
        const d =
          dHidden * o * (1 - squashed * squashed) + later + (byCells === null ? 0 : byCells[state + j]!);
        dCell[j] = d;
        byProjected[wide + j] = d * g * i * (1 - i);
        byProjected[wide + units + j] = step === 0 ? 0 : d * cells[state - units + j]! * f * (1 - f);
        byProjected[wide + 2 * units + j] = d * i * (1 - g * g);
        byProjected[wide + 3 * units + j] = dHidden * squashed * o * (1 - o);
      }
    }
  }
};

function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}
