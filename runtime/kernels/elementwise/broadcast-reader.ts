import { broadcastStrides } from "../../../compiler/program/shape.ts";
import type { TypedArray } from "../../typed-array.ts";

/** Reads stretches of a tensor as if it were broadcast to a larger shape, in that shape's row-major order. */
export class BroadcastReader {
  private readonly size: number[] = [];
  private readonly strides: number[] = [];

  constructor(from: readonly number[], shape: readonly number[]) {
    const strides = broadcastStrides(from, shape);
    shape.forEach((length, axis) => {
      if (length === 1) return;
      const last = this.size.length - 1;
      if (this.strides[last] === strides[axis]! * length) {
        this.size[last]! *= length;
        this.strides[last] = strides[axis]!;
      } else {
        this.size.push(length);
        this.strides.push(strides[axis]!);
      }
    });
  }

  /** Every cell of the larger shape is the same one. */
  get isScalar(): boolean {
    return this.strides.every((stride) => stride === 0);
  }

  /** The tensor already lies there cell for cell. */
  get isDirect(): boolean {
    return this.strides.length === 1 && this.strides[0] === 1;
  }

  read(data: TypedArray, start: number, count: number, target: Float32Array): void {
    const { size, strides } = this;
    const last = size.length - 1;
    const length = size[last] ?? 1;
    const step = strides[last] ?? 0;
    let done = 0;
    while (done < count) {
      let rest = start + done;
      let offset = 0;
      const along = rest % length;
      rest = (rest - along) / length;
      for (let axis = last - 1; axis >= 0; axis--) {
        const index = rest % size[axis]!;
        rest = (rest - index) / size[axis]!;
        offset += index * strides[axis]!;
      }
      const run = Math.min(length - along, count - done);
      const first = offset + along * step;
      if (step === 0) target.fill(data[first]!, done, done + run);
      else for (let i = 0; i < run; i++) target[done + i] = data[first + i * step]!;
      done += run;
    }
  }
}
