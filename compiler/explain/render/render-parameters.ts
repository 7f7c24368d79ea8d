import type { Style } from "../../../grammar/render.ts";
import { formatShape } from "../../program/shape.ts";
import type { ParameterExplanation, ScaleInvariance } from "../explanation.ts";
import { flow } from "./layout.ts";
import { detail, renderActing, renderOutcome, renderRemoved, writeStrength } from "./render-techniques.ts";
import { writeNumber } from "./write-number.ts";

export function renderParameters(
  parameters: readonly ParameterExplanation[],
  style: Style,
): readonly string[] {
  return [
    style.strong("Parameters"),
    ...parameters.flatMap((parameter) => renderParameter(parameter, style)),
  ];
}

function renderParameter(parameter: ParameterExplanation, style: Style): readonly string[] {
  const { id, role, shape, trainable, updated, initializer, origin, policy, scaleInvariance, notes } =
    parameter;
  const { share, usedBy, removed } = parameter;
  const silent = trainable ? "not regularized" : "a moving statistic: observed, not trained";
  return [
    ...flow(2, [
      [id, style.strong],
      [formatShape(shape)],
      [`${role}, ${initializer}`],
      ...(origin === null ? [] : [[`${origin.file}:${origin.line}`, style.faint] as const]),
    ]),
    ...(policy.length === 0 ? [`    ${style.faint(silent)}`] : []),
    ...policy.flatMap((applied) => {
      const { strength } = applied;
      return renderActing(applied, strength === null ? [] : [["strength", writeStrength(strength)]], style);
    }),
    ...removed.flatMap((one) => renderRemoved(one, style)),
    ...(policy.filter(({ strength }) => strength?.kind === "steady" && strength.share > 0).length > 1
      ? detail("together", `${writeNumber(share)} of the weight a step`, style.faint)
      : []),
    ...(usedBy.length > 1
      ? detail("note", `shared by ${usedBy.join(", ")}; regularized once (N-14)`, style.faint)
      : []),
    ...(scaleInvariance === null ? [] : detail("note", writeInvariance(scaleInvariance), style.faint)),
    ...(trainable && !updated
      ? detail("note", "the loss does not depend on it: it stays as it was initialized (L-20)", style.faint)
      : []),
    ...notes.flatMap((note) => renderOutcome(note, style)),
  ];
}

function writeInvariance({ norm, rotation }: ScaleInvariance): string {
  const base = `${norm} undoes any scale of it`;
  if (rotation === null) return `${base} (F-15)`;
  const angle = Number(rotation.toPrecision(2));
  return `${base}: shrinking it sets its effective learning rate, not the function; in equilibrium it turns by √(2ηλ) = ${angle} a step (F-15, L-05)`;
}
