import type { HostKernel } from "./host-kernel.ts";

export const cast: HostKernel<"cast"> = ([input], [output]) => {
  const x = input!.data;
  const y = output!.data;
  // Typed arrays truncate towards zero as a cast does, yet would keep only the low bits of a bool.
  if (y instanceof Uint8Array) for (let i = 0; i < y.length; i++) y[i] = x[i] === 0 ? 0 : 1;
  else y.set(x);
};
