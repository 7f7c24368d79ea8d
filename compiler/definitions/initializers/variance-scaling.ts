import { defineInitializer, type InitializerContext, type InitializerDefinition } from "../initializer.ts";
import { TRUNCATED_DEVIATION, truncatedNormalValues, uniformValues } from "./sampling.ts";

type Fan = "fan-in" | "fan-average";

interface VarianceScaling {
  readonly name: string;
  readonly doc: string;
  readonly source: string;
  /** The variance is scale / fan. */
  readonly scale: number;
  readonly fan: Fan;
  readonly distribution: "uniform" | "normal";
}

/** The family of Glorot, He and LeCun: zero mean, the variance set by how many numbers flow in and out. */
export function varianceScaling(family: VarianceScaling): InitializerDefinition {
  return defineInitializer({
    name: family.name,
    doc: family.doc,
    source: family.source,
    options: {},
    positional: [],
    values({ shape, fanIn, fanOut, draws }: InitializerContext<Record<never, never>>) {
      const fan = family.fan === "fan-in" ? fanIn : (fanIn + fanOut) / 2;
      const deviation = Math.sqrt(family.scale / Math.max(1, fan));
      if (family.distribution === "normal") {
        // T24: without the division the truncation leaves networks 12 % too small.
        return truncatedNormalValues(shape, draws, 0, deviation / TRUNCATED_DEVIATION);
      }
      const limit = Math.sqrt(3) * deviation;
      return uniformValues(shape, draws, -limit, limit);
    },
  });
}
