import type { FieldType } from "../../ir/model.ts";
import type { ShapeProblem } from "../layer.ts";
import { refuseNonImage } from "./checks.ts";
import { outputSize, type WindowOptions } from "./window.ts";

/** The image that a window makes of an image, with `channels` channels, or why there is none. */
export function inferWindow(
  inputs: readonly FieldType[],
  options: WindowOptions,
  channels?: number,
): FieldType | ShapeProblem {
  const refused = refuseNonImage(inputs);
  if (refused !== null) return refused;
  const [height, width, own] = inputs[0]!.shape as [number, number, number];
  const out = outputSize([height, width], options);
  if (out[0] < 1 || out[1] < 1) {
    return {
      problem: `its window ${options.size.join("×")} does not fit into ${height}×${width}`,
      hint: "use a smaller window, or `padding: same`",
      input: 0,
    };
  }
  return { shape: [...out, channels ?? own], dtype: "f32" };
}
