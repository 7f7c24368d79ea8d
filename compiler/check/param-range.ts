import type { Expression } from "../../grammar/syntax.ts";
import { type Constant, show } from "./constant.ts";
import { evaluateConstant } from "./evaluate-constant.ts";
import type { Scope } from "./scope.ts";
import type { Session } from "./session.ts";

/** What a param may be: an interval, searched evenly or by magnitude, or one of a few values. */
export type ParamRange =
  | { readonly kind: "linear" | "log"; readonly low: number; readonly high: number }
  | { readonly kind: "choice"; readonly values: readonly Constant[] };

export function contains(range: ParamRange, value: Constant): boolean {
  if (range.kind === "choice") return range.values.includes(value);
  return typeof value === "number" && value >= range.low && value <= range.high;
}

export function describeRange(range: ParamRange): string {
  return range.kind === "choice" ? `[${range.values.map(show).join(", ")}]` : `${range.low} to ${range.high}`;
}

/** Reads what stands after `in`. */
export function readParamRange(
  expression: Expression,
  scope: Scope,
  session: Session,
): ParamRange | undefined {
  const refuse = (problem: string) => session.faults.report("bad-param-range", { problem }, expression.span);
  if (expression.kind === "list") {
    const values = expression.items.map((item) => evaluateConstant(item, scope, session));
    if (values.some((value) => value === undefined)) return undefined;
    return values.length === 0
      ? refuse("the list is empty")
      : { kind: "choice", values: values.filter((value) => value !== undefined) };
  }
  if (expression.kind !== "call") return refuse("it is neither an interval nor a list");
  const kind = expression.callee.parts.map(({ text }) => text).join(".");
  if (kind !== "linear" && kind !== "log") return refuse(`there is no range \`${kind}\``);
  const bounds = expression.arguments.map(({ value }) => evaluateConstant(value, scope, session));
  if (bounds.includes(undefined)) return undefined;
  const [low, high] = bounds;
  if (bounds.length !== 2 || typeof low !== "number" || typeof high !== "number") {
    return refuse("an interval has two numbers, its ends");
  }
  if (low > high) return refuse(`${low} lies above ${high}`);
  if (kind === "log" && low <= 0) return refuse("`log` needs both ends above zero");
  return { kind, low, high };
}
