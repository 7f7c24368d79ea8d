import { labelSmoothing as smooth } from "../../program/composites.ts";
import type { TargetKind } from "../loss.ts";
import { defineTechnique } from "../technique.ts";

/** ε of the uniform form that equals ε of the form that excludes the true class (F-11). */
function uniformEpsilon(epsilon: number, classes: number): number {
  return (epsilon * classes) / (classes - 1);
}

/** Yes or no are two classes of which one is written down. */
function classesOf(kind: TargetKind, shape: readonly number[]): number {
  return kind === "binary" ? 2 : (shape.at(-1) ?? 1);
}

export const labelSmoothing = defineTechnique({
  name: "label_smoothing",
  doc: "In training the target gives a share ε of its certainty to all classes alike. It may not invert their order: ε < 1, and without the true class ε < (K - 1)/K (L-17).",
  source:
    "uniform: y(1 - ε) + ε/K (Szegedy 2016); exclude_true: 1 - ε and ε/(K - 1); yes-or-no targets: y(1 - ε) + ε/2 (2.7, F-11)",
  options: {
    epsilon: { type: "number", min: 0, below: 1, doc: "ε, the share that is given away; 0.1 is usual." },
    convention: {
      type: "choice",
      choices: ["uniform", "exclude_true"],
      default: "uniform",
      doc: "Who receives: all K classes, as in Keras and torch, or the K - 1 others.",
    },
  },
  positional: ["epsilon"],
  sites: ["target"],
  refusesShape(shape, { epsilon, convention }, target) {
    const classes = classesOf(target, shape);
    if (convention === "uniform" || classes < 2 || uniformEpsilon(epsilon, classes) < 1) return null;
    return `with ${classes} classes, ${epsilon} is (K - 1)/K or more and would make the true class the least likely`;
  },
  effect: {
    step: "target",
    apply({ builder, target, kind, options: { epsilon, convention } }) {
      const classes = classesOf(kind, target.shape);
      const uniform = convention === "uniform" ? epsilon : uniformEpsilon(epsilon, classes);
      return smooth(builder, target, uniform, classes);
    },
  },
  effective({ epsilon, convention }) {
    const kept = Number((1 - epsilon).toPrecision(4));
    return convention === "uniform"
      ? `target = ${kept} * target + ${epsilon} / classes`
      : `target = ${kept} for the class, ${epsilon} / (classes - 1) for each other`;
  },
});
