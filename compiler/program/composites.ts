/**
 * Formulas of several primitives that layers and techniques emit and that passes recognise. Both sides use these
 * functions, so that what is emitted and what is looked for cannot drift apart.
 */
import type { Builder } from "./builder.ts";
import type { Value } from "./program.ts";

/**
 * The logarithm of softmax over the last axis, shifted by the maximum so that `exp` cannot overflow.
 * @param z logits `[..., K]`; the result has the same shape.
 */
export function logSoftmax(b: Builder, z: Value): Value {
  const last = z.shape.length - 1;
  // The shift cancels in the value, hence also in the gradient: no gradient through it.
  const shifted = b.sub(z, b.stopGradient(b.reduceMax(z, [last], true)));
  return b.sub(shifted, b.log(b.sum(b.exp(shifted), [last], true)));
}

/** Softmax over the last axis, through `logSoftmax`, so that losses of both share one pass (rule F-13). */
export function softmax(b: Builder, z: Value): Value {
  return b.exp(logSoftmax(b, z));
}

/**
 * Cross-entropy of softmax(logits) against a target distribution: -Σ_k t_k log P_k for every example.
 * @param logits `[..., K]`; @param targets the same shape, summing to one; the result is `[...]`.
 */
export function softmaxCrossEntropy(b: Builder, logits: Value, targets: Value): Value {
  return b.neg(b.sum(b.mul(targets, logSoftmax(b, logits)), [logits.shape.length - 1]));
}

/** Uniform label smoothing (2.7): t(1 - ε) + ε/K. @param epsilon in 0 ≤ ε < 1; @param classes K. */
export function labelSmoothing(b: Builder, target: Value, epsilon: number, classes: number): Value {
  return b.add(b.scale(target, 1 - epsilon), b.constant(epsilon / classes));
}

/** The mixed target of mixup, λt + (1 - λ)t' (2.8). @param share λ, a scalar or one number per example `[B, 1]`. */
export function mixTargets(b: Builder, target: Value, partner: Value, share: Value): Value {
  return b.add(b.mul(share, target), b.mul(b.sub(b.constant(1), share), partner));
}

/** λ Σ w² (Keras form, no ½; its gradient is 2λw). @param strength λ, a scalar value. */
export function l2Penalty(b: Builder, w: Value, strength: Value): Value {
  return b.mul(strength, b.sum(b.square(w)));
}

/** λ Σ |w|; its gradient is λ sign(w), 0 at 0 (T1). @param strength λ, a scalar value. */
export function l1Penalty(b: Builder, w: Value, strength: Value): Value {
  return b.mul(strength, b.sum(b.abs(w)));
}

/** ‖g‖ of all gradients taken together: √Σᵢ Σ gᵢ², a scalar. */
export function globalNorm(b: Builder, gradients: readonly Value[]): Value {
  return b.sqrt(gradients.map((gradient) => b.sum(b.square(gradient))).reduce((a, c) => b.add(a, c)));
}

/**
 * Clipping by global norm (2.9, Pascanu 2013): every gradient times min(1, c/(N + eps)).
 * Written as c / max(N + eps, c), the same number without a division by zero at N = 0.
 * @param maxNorm c > 0, a scalar value. @param eps 0 for Keras and optax, 1e-6 for parity with torch.
 */
export function globalNormClip(
  b: Builder,
  gradients: readonly Value[],
  maxNorm: Value,
  eps: number,
): readonly Value[] {
  const norm = globalNorm(b, gradients);
  const bounded = b.div(maxNorm, b.max(eps === 0 ? norm : b.add(norm, b.constant(eps)), maxNorm));
  // Finite gradients whose squares overflow have an infinite norm, and c/N = 0 would quietly freeze the weights.
  // N - N is 0, or NaN there: the step is refused as one that is not finite (F-18).
  const scale = b.add(bounded, b.sub(norm, norm));
  return gradients.map((gradient) => b.mul(gradient, scale));
}

export interface Normalization {
  /** `[..., C]`; channels last. */
  readonly x: Value;
  /** `[C]` each; gamma and beta null where the layer has none. */
  readonly mean: Value;
  readonly variance: Value;
  readonly gamma: Value | null;
  readonly beta: Value | null;
  /** ε > 0, added to the variance. */
  readonly epsilon: number;
}

/** (x - mean) · γ/√(variance + ε) + β: batch normalization with given statistics (inference, 0.6). */
export function normalize(b: Builder, n: Normalization): Value {
  return scaleAndShift(b, b.sub(n.x, n.mean), n);
}

function scaleAndShift(b: Builder, centered: Value, n: Omit<Normalization, "x" | "mean">): Value {
  const deviation = b.sqrt(b.add(n.variance, b.constant(n.epsilon)));
  const scale = b.div(n.gamma ?? b.constant(1), deviation);
  const scaled = b.mul(centered, scale);
  return n.beta === null ? scaled : b.add(scaled, n.beta);
}

export interface BatchNormalization {
  readonly x: Value;
  readonly gamma: Value | null;
  readonly beta: Value | null;
  readonly movingMean: Value;
  readonly movingVariance: Value;
  /** m in moving ← m·moving + (1 - m)·batch; 0 ≤ m < 1. */
  readonly momentum: number;
  readonly epsilon: number;
}

/**
 * Batch normalization in training (Ioffe & Szegedy 2015): statistics of the batch over all axes but the last, the
 * variance biased, in the moving average too (the Keras convention, 2.6).
 */
export function batchNormalization(
  b: Builder,
  n: BatchNormalization,
): { readonly output: Value; readonly movingMean: Value; readonly movingVariance: Value } {
  const axes = n.x.shape.slice(0, -1).map((_, axis) => axis);
  const mean = b.mean(n.x, axes);
  const centered = b.sub(n.x, mean);
  const variance = b.mean(b.square(centered), axes);
  const average = (moving: Value, batch: Value) =>
    b.add(b.scale(moving, n.momentum), b.scale(batch, 1 - n.momentum));
  return {
    output: scaleAndShift(b, centered, { ...n, variance }),
    movingMean: average(n.movingMean, mean),
    movingVariance: average(n.movingVariance, variance),
  };
}
