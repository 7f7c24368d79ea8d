import { type Axis, type Box, cellsOf } from "./box.ts";

/** Shorter runs of zeros are cheaper written over the whole output at once than one by one. */
const SHORTEST = 16;

/**
 * The cells of an output that a box leaves out, as boxes: before and behind it along each axis. Null where the box
 * does not lie in the output as a part of a row-major tensor, or where they are many small ones.
 */
export function uncovered(box: Box, cells: number): readonly Box[] | null {
  const sorted = box.axes.filter(({ size }) => size > 1).toSorted((a, b) => b.to - a.to);
  const axes: Axis[] = sorted.at(-1)?.to === 1 ? sorted : [...sorted, { size: 1, from: 0, to: 1 }];
  const boxes: Box[] = [];
  const around: Axis[] = [];
  let offset = 0;
  let rest = box.to;
  let room = cells;
  for (const { size, to } of axes) {
    const [length, start] = [room / to, Math.floor(rest / to)];
    const behind = length - start - size;
    if (!Number.isInteger(length) || behind < 0) return null;
    for (const [at, count] of [
      [0, start],
      [start + size, behind],
    ] as const)
      if (count > 0) {
        const run = { size: count * to, from: 0, to: 1 };
        if (run.size < SHORTEST && around.length > 0) return null;
        boxes.push({ axes: [...around, run], from: 0, to: offset + at * to });
      }
    around.push({ size, from: 0, to });
    offset += start * to;
    rest -= start * to;
    room = to;
  }
  const left = boxes.reduce((sum, { axes: own }) => sum + cellsOf(own), 0);
  return left + cellsOf(box.axes) === cells ? boxes : null;
}
