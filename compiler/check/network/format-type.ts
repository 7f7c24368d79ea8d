import type { FieldType } from "../../ir/model.ts";

/** `f32[28, 28, 1]`, as a spec writes it; the batch is left out. */
export function formatType({ dtype, shape }: FieldType): string {
  return `${dtype}[${shape.join(", ")}]`;
}
