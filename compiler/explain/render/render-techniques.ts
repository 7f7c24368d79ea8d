import type { Style } from "../../../grammar/render.ts";
import type { RuleReference } from "../../ir/model.ts";
import type { LostRule, Outcome, RemovedExplanation, Strength } from "../explanation.ts";
import { flow, labelled } from "./layout.ts";
import { writeNumber } from "./write-number.ts";

interface Acting {
  readonly clause: string;
  readonly rule: RuleReference | null;
  readonly effective: string;
  readonly overridden: readonly LostRule[];
  readonly compiled: readonly Outcome[];
}

/** What every technique shows: its clause and rule, what it means, what it won over, what the compiler did. */
export function renderActing(
  { clause, rule, effective, overridden, compiled }: Acting,
  more: readonly (readonly [label: string, text: string])[],
  style: Style,
): readonly string[] {
  return [
    ...renderClause(clause, rule, style),
    ...detail("means", effective, style.faint),
    ...more.flatMap(([label, text]) => detail(label, text, style.faint)),
    ...renderLosers(overridden, style),
    ...compiled.flatMap((outcome) => renderOutcome(outcome, style)),
  ];
}

/** What a rule took away, and what would hold without it. */
export function renderRemoved(
  { clause, rule, overridden }: RemovedExplanation,
  style: Style,
): readonly string[] {
  return [...renderClause(clause, rule, style), ...renderLosers(overridden, style)];
}

function renderClause(clause: string, rule: RuleReference | null, style: Style): readonly string[] {
  const by = rule === null ? [] : [[writeRule(rule), style.faint] as const];
  return flow(4, [[clause, style.strong], ...by]);
}

function renderLosers(losers: readonly LostRule[], style: Style): readonly string[] {
  return losers.flatMap(({ clause, rule, reason }) =>
    detail("won over", `${clause} of ${writeRule(rule)}: ${reason}`, style.faint),
  );
}

export function renderOutcome({ outcome, text }: Outcome, style: Style): readonly string[] {
  const paint = { fused: style.note, refused: style.warning, kept: style.faint, info: style.faint };
  return detail(outcome === "info" ? "note" : outcome, text, paint[outcome]);
}

export function detail(label: string, text: string, paint: (text: string) => string): readonly string[] {
  return labelled({ indent: 6, label, width: 8 }, text, paint);
}

/** `Robust: head.kernel (spec.regnet:14)` */
function writeRule({ policy, selector, origin }: RuleReference): string {
  return `${policy}: ${selector}${origin === undefined ? "" : ` (${origin.file}:${origin.line})`}`;
}

/** `at lr 0.002, 0.0001 of the weight a step: half of it in 6,931 steps or 7.8 epochs (L-14)` */
export function writeStrength(strength: Strength): string {
  if (strength.kind === "adaptive") return `no fixed share: ${strength.reason} (N-02)`;
  const { learningRate, share, distance, threshold, halfLife, approximate, upperBound } = strength;
  const parts = [
    ...(share > 0 ? [`${writeNumber(share)} of the weight a step${writeHalfLife(halfLife)}`] : []),
    ...(distance > 0 ? [`${writeNumber(distance)} towards 0 a step`] : []),
  ];
  const effect = parts.length === 0 ? "nothing" : parts.join(", and ");
  const remarks = [
    ...(threshold === null ? [] : [`within ${writeNumber(threshold)} of 0 it becomes exactly 0`]),
    ...(approximate ? ["summed up by momentum, for weights that change slowly (F-06)"] : []),
    ...(upperBound ? ["less where the gradient is clipped (N-04)"] : []),
  ];
  return [`${approximate ? "about " : ""}${effect}, at lr ${writeNumber(learningRate)}`, ...remarks].join(
    "; ",
  );
}

function writeHalfLife(halfLife: Extract<Strength, { kind: "steady" }>["halfLife"]): string {
  if (halfLife === null) return "";
  const epochs = halfLife.epochs === null ? "" : ` or ${writeNumber(halfLife.epochs)} epochs`;
  return `, half of it in ${writeNumber(halfLife.steps)} steps${epochs} (L-14)`;
}
