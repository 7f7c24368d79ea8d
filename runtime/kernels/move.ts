import type { Movement } from "../../compiler/plan/host-kernel.ts";
import type { TypedArray } from "../typed-array.ts";
import { forEachRow } from "./for-each-row.ts";
import type { HostKernel } from "./host-kernel.ts";

/** Rows shorter than this are copied faster by a loop than by `set`, whose call costs about as much. */
const SHORT = 48;

export const move: HostKernel<"move"> = (inputs, [output], { movements, covers }) => {
  if (!covers) output!.data.fill(0);
  for (const movement of movements) moveBox(movement, inputs[movement.input]!.data, output!.data);
};

function moveBox({ size, from, to }: Movement, source: TypedArray, target: TypedArray): void {
  const length = size.at(-1) ?? 1;
  const step = from.strides.at(-1) ?? 1;
  const stride = to.strides.at(-1) ?? 1;
  forEachRow(size, from, to, (start, end) => {
    if (step === 1 && stride === 1 && length >= SHORT)
      target.set(source.subarray(start, start + length), end);
    else if (step === 0 && stride === 1) target.fill(source[start]!, end, end + length);
    else for (let i = 0; i < length; i++) target[end + i * stride] = source[start + i * step]!;
  });
}
