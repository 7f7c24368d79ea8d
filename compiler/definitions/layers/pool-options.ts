import type { OptionsOf } from "../option-spec.ts";
import type { WindowOptions } from "./window.ts";

export const poolOptions = {
  size: { type: "pair", min: 1, doc: "Height and width of the window: `2` or `[2, 3]`." },
  stride: { type: "pair", min: 1, default: null, doc: "Steps between windows; the size when absent." },
  padding: {
    type: "choice",
    choices: ["valid", "same"],
    default: "valid",
    doc: "`valid` takes whole windows only; `same` also those that reach over the edge.",
  },
} as const;

export function poolWindow({ size, stride, padding }: OptionsOf<typeof poolOptions>): WindowOptions {
  return { size, stride: stride ?? size, padding };
}
