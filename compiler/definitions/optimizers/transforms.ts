/** The links of which optimizers are chains; each is one line of its optimizer's published update. */
import type { Schedule } from "../../ir/schedule.ts";
import type { HostScalar } from "../../program/host-scalar.ts";
import { asHostScalar, constantOf } from "../as-host-scalar.ts";
import type { Transform } from "../optimizer.ts";

/** 1 - βᵗ with t the step's number from 1, on the host in float64 (F-20). */
export function biasCorrection(beta: number, stepNumber: HostScalar): HostScalar {
  return { op: "sub", args: [1, { op: "pow", args: [beta, stepNumber] }] };
}

/**
 * Heavy ball: v ← μv + u, then v, or u + μv with Nesterov (Polyak 1964; Sutskever 2013). The torch form: the
 * learning rate stays outside of v, so a schedule rescales past gradients too (F-05).
 */
export function momentum(strength: Schedule, nesterov: boolean): readonly Transform[] {
  if (constantOf(strength) === 0) return [];
  return [
    {
      slots: [{ name: "momentum", initial: 0 }],
      apply({ builder: b, direction, slot, write }) {
        const mu = b.scalar(asHostScalar(strength));
        const velocity = b.add(b.mul(mu, slot("momentum")), direction);
        write("momentum", velocity);
        return nesterov ? b.add(direction, b.mul(mu, velocity)) : velocity;
      },
    },
  ];
}

/**
 * Adam's direction (Kingma & Ba 2015): m ← β₁m + (1-β₁)g, v ← β₂v + (1-β₂)g²;
 * `outside`: m̂/(√v̂ + ε); `before_correction` (Keras): √(1-β₂ᵗ)/(1-β₁ᵗ) · m/(√v + ε) (2.12, T-17).
 */
export function scaleByAdam(options: {
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly epsilon_mode: "outside" | "before_correction";
}): Transform {
  const { beta1, beta2, epsilon } = options;
  return {
    slots: [
      { name: "m", initial: 0 },
      { name: "v", initial: 0 },
    ],
    apply({ builder: b, direction: g, slot, write, stepNumber }) {
      const m = b.add(b.scale(slot("m"), beta1), b.scale(g, 1 - beta1));
      const v = b.add(b.scale(slot("v"), beta2), b.scale(b.square(g), 1 - beta2));
      write("m", m);
      write("v", v);
      const first = biasCorrection(beta1, stepNumber);
      const root: HostScalar = { op: "sqrt", args: [biasCorrection(beta2, stepNumber)] };
      if (options.epsilon_mode === "before_correction") {
        const rate = b.scalar({ op: "div", args: [root, first] });
        return b.div(b.mul(rate, m), b.add(b.sqrt(v), b.constant(epsilon)));
      }
      const correctedRoot = b.mul(b.scalar({ op: "div", args: [1, root] }), b.sqrt(v));
      const corrected = b.mul(b.scalar({ op: "div", args: [1, first] }), m);
      return b.div(corrected, b.add(correctedRoot, b.constant(epsilon)));
    },
  };
}

/**
 * RMSprop's direction (Tieleman & Hinton 2012): s ← ρs + (1-ρ)g²; `outside` (torch): g/(√s + ε), `inside`
 * (Keras, tfjs): g/√(s + ε) (T11). Centred: s less the square of the gradient's own average.
 */
export function scaleByRms(options: {
  readonly rho: number;
  readonly epsilon: number;
  readonly epsilon_mode: "outside" | "inside";
  readonly centered: boolean;
}): Transform {
  const { rho, epsilon, centered } = options;
  const square = { name: "square", initial: 0 };
  const mean = { name: "mean", initial: 0 };
  return {
    slots: centered ? [square, mean] : [square],
    apply({ builder: b, direction: g, slot, write }) {
      const s = b.add(b.scale(slot("square"), rho), b.scale(b.square(g), 1 - rho));
      write("square", s);
      let variance = s;
      if (centered) {
        const average = b.add(b.scale(slot("mean"), rho), b.scale(g, 1 - rho));
        write("mean", average);
        // Rounding can leave the difference a little below zero, where the root is not defined.
        variance = b.relu(b.sub(s, b.square(average)));
      }
      const small = b.constant(epsilon);
      return options.epsilon_mode === "outside"
        ? b.div(g, b.add(b.sqrt(variance), small))
        : b.div(g, b.sqrt(b.add(variance, small)));
    },
  };
}

/** Adagrad's direction (Duchi et al. 2011): s ← s + g², then g/(√s + ε). */
export function scaleBySquareSum(initial: number, epsilon: number): Transform {
  return {
    slots: [{ name: "square", initial }],
    apply({ builder: b, direction: g, slot, write }) {
      const s = b.add(slot("square"), b.square(g));
      write("square", s);
      return b.div(g, b.add(b.sqrt(s), b.constant(epsilon)));
    },
  };
}

/**
 * Adadelta's direction (Zeiler 2012): s ← ρs + (1-ρ)g², u = g·√(d + ε)/√(s + ε), d ← ρd + (1-ρ)u².
 * It divides by the NEW s; tfjs divides by the old one and its first steps are 200 times too long (T10).
 */
export function scaleByAdadelta(rho: number, epsilon: number): Transform {
  return {
    slots: [
      { name: "square", initial: 0 },
      { name: "update", initial: 0 },
    ],
    apply({ builder: b, direction: g, slot, write }) {
      const small = b.constant(epsilon);
      const s = b.add(b.scale(slot("square"), rho), b.scale(b.square(g), 1 - rho));
      const old = slot("update");
      const u = b.mul(g, b.div(b.sqrt(b.add(old, small)), b.sqrt(b.add(s, small))));
      write("square", s);
      write("update", b.add(b.scale(old, rho), b.scale(b.square(u), 1 - rho)));
      return u;
    },
  };
}
