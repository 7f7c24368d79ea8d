/** The value of a host scalar at one step, in float64 (rule F-20). */
import type { Schedule } from "../ir/schedule.ts";
import type { HostScalar } from "./host-scalar.ts";
import { binaryFunctions, unaryFunctions } from "./scalar-functions.ts";

/** The value of a schedule at the beginning of a step; `step` counts finished steps (0.5, step 16). */
export type EvaluateSchedule = (schedule: Schedule, step: number) => number;

export function evaluateHostScalar(
  scalar: HostScalar,
  step: number,
  evaluateSchedule: EvaluateSchedule,
): number {
  const evaluate = (argument: HostScalar): number => evaluateHostScalar(argument, step, evaluateSchedule);
  if (typeof scalar === "number") return scalar;
  switch (scalar.op) {
    case "step":
      return step;
    case "schedule":
      return evaluateSchedule(scalar.schedule, step);
    case "sqrt":
    case "neg":
      return unaryFunctions[scalar.op](evaluate(scalar.args[0]));
    default:
      return binaryFunctions[scalar.op](evaluate(scalar.args[0]), evaluate(scalar.args[1]));
  }
}
