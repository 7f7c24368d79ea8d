import { mean, range, standardDeviation } from "./statistics.ts";
import type { NumberTransform } from "./transform-plan.ts";

export interface Affine {
  readonly scale: number;
  readonly offset: number;
}

export const IDENTITY: Affine = { scale: 1, offset: 0 };

/** The one affine map that the transforms amount to, each fitted on what the ones before it make of `values`. */
export function fitAffine(values: ArrayLike<number>, transforms: readonly NumberTransform[]): Affine {
  return transforms.reduce((before, transform) => {
    const { scale, offset } = fitOne(values, before, transform);
    return { scale: scale * before.scale, offset: scale * before.offset + offset };
  }, IDENTITY);
}

/** Statistics of `a * x + b` follow from those of x, so the values are not transformed to fit the next map. */
function fitOne(values: ArrayLike<number>, before: Affine, transform: NumberTransform): Affine {
  switch (transform.name) {
    case "scale":
      return { scale: transform.factor, offset: 0 };
    case "standardize": {
      const deviation = Math.abs(before.scale) * standardDeviation(values);
      const centre = before.scale * mean(values) + before.offset;
      return shiftThenDivide(centre, deviation);
    }
    case "minmax": {
      const ends = range(values).map((value) => before.scale * value + before.offset);
      const least = Math.min(...ends);
      return shiftThenDivide(least, Math.max(...ends) - least);
    }
  }
}

/** A constant column becomes zeros, as in scikit-learn, and not a division by zero. */
function shiftThenDivide(shift: number, divisor: number): Affine {
  const scale = divisor === 0 ? 1 : 1 / divisor;
  return { scale, offset: -shift * scale };
}
