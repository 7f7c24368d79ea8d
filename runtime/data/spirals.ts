import { bits, normal, streamKey, uniform } from "../../compiler/random.ts";
import type { RawSource } from "./raw-source.ts";

export interface SpiralOptions {
  /** Examples in all, dealt to the arms in turn. */
  readonly examples: number;
  /** Arms, each a class. */
  readonly arms: number;
  /** Standard deviation of the position, in units where the longest radius is 1. */
  readonly noise: number;
  /** The share of training labels that is replaced by another class, 0 to 1. */
  readonly noisyLabels: number;
  readonly seed: number;
}

/** How far an arm turns from the centre to its end, in radians. */
const TURN = 1.5 * Math.PI;

/**
 * Interleaved spirals: a problem that a straight line cannot solve and a large network overfits at once.
 * Arm a, at radius r in [0.05, 1], lies at the angle 2*pi*a/arms + TURN*r.
 * Source: Lang and Witbrock, Learning to Tell Two Spirals Apart, 1988; with noise and any number of arms.
 */
export function makeSpirals(options: SpiralOptions): RawSource {
  const { examples, arms, noise, seed } = options;
  const [r0, r1] = streamKey(seed, "spirals/radius", 0);
  const [n0, n1] = streamKey(seed, "spirals/noise", 0);
  const points = new Float32Array(2 * examples);
  const labels = new Int32Array(examples);
  for (let row = 0; row < examples; row++) {
    const arm = row % arms;
    // The square root spreads the points evenly along the arm's length rather than crowding the centre.
    const radius = 0.05 + 0.95 * Math.sqrt(uniform(r0, r1, row));
    const angle = (2 * Math.PI * arm) / arms + TURN * radius;
    points[2 * row] = radius * Math.cos(angle) + noise * normal(n0, n1, 2 * row);
    points[2 * row + 1] = radius * Math.sin(angle) + noise * normal(n0, n1, 2 * row + 1);
    labels[row] = arm;
  }
  return {
    main: {
      kind: "arrays",
      count: examples,
      arrays: {
        x: { name: "spirals", values: points, shape: [2], label: false },
        label: { name: "spirals", values: labels, shape: [], label: true },
      },
    },
    test: null,
    corrupt: (rows) => corruptLabels(labels, rows, options),
  };
}

/** Exactly the share of rows, chosen by the order of a hash, get one of the other classes. */
function corruptLabels(
  labels: Int32Array,
  rows: Int32Array,
  { arms, noisyLabels, seed }: SpiralOptions,
): void {
  if (arms < 2) return;
  const [c0, c1] = streamKey(seed, "spirals/noisy-labels", 0);
  const [o0, o1] = streamKey(seed, "spirals/noisy-labels", 1);
  const chosen = [...rows]
    .sort((a, b) => bits(c0, c1, a) - bits(c0, c1, b) || a - b)
    .slice(0, Math.round(noisyLabels * rows.length));
  for (const row of chosen) {
    const shift = 1 + Math.floor(uniform(o0, o1, row) * (arms - 1));
    labels[row] = (labels[row]! + shift) % arms;
  }
}
