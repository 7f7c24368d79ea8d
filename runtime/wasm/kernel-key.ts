import type { KernelName } from "../../compiler/plan/host-kernel.ts";
import type { KernelRequest } from "./kernel.ts";
import { keyOf } from "./key-of.ts";

/** The same for calls that the same code computes. */
export function kernelKey<K extends KernelName>(
  kernel: K,
  { inputs, outputs, attributes }: KernelRequest<K>,
): string {
  const types = [inputs, outputs].map((tensors) =>
    tensors.map(({ dtype, shape }) => `${dtype}[${shape.join()}]`).join(" "),
  );
  return `${kernel} ${keyOf(attributes)} ${types.join(" -> ")}`;
}
