import type { DataSource } from "../../compiler/ir/model.ts";

/** How a text is cut. */
export interface Windows {
  /** Characters of a window. */
  readonly length: number;
  /** Characters from the beginning of a window to that of the next. */
  readonly stride: number;
}

export function windowsOf({ options }: Pick<DataSource, "options">): Windows {
  const length = Number(options.length);
  return { length, stride: options.stride === null ? length : Number(options.stride) };
}
