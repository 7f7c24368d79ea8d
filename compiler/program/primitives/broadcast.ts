import { demand } from "../error.ts";
import type { Primitive } from "../primitive.ts";
import { broadcastsTo, formatShape } from "../shape.ts";
import { checkInputs, checkShape } from "./check.ts";
import { mapBroadcast } from "./map-broadcast.ts";
import { sumToShape } from "./sum-to-shape.ts";

export const broadcast: Primitive<"broadcast"> = {
  name: "broadcast",
  doc: "Repeats along new leading axes and axes of size 1.",
  infer(inputs, { shape }) {
    checkInputs("broadcast", inputs, [null]);
    checkShape("broadcast", shape);
    const from = inputs[0]!;
    demand(
      broadcastsTo(from.shape, shape),
      "broadcast",
      () => `${formatShape(from.shape)} does not broadcast to ${formatShape(shape)}`,
    );
    return [{ shape, dtype: from.dtype }];
  },
  evaluate: ([x], { shape }) => [mapBroadcast({ shape, dtype: x!.dtype }, [x!], (cell) => cell!)],
  differentiate: ({ builder, inputs, gradients }) => [sumToShape(builder, gradients[0]!, inputs[0]!.shape)],
};
