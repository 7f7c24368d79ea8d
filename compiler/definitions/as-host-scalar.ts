import type { Schedule } from "../ir/schedule.ts";
import type { HostScalar } from "../program/host-scalar.ts";

/** A schedule as the host computes it each step; a constant one is a plain number, which programs can fold. */
export function asHostScalar(schedule: Schedule): HostScalar {
  const value = constantOf(schedule);
  return value ?? { op: "schedule", schedule };
}

/** The number of a constant schedule, else null. */
export function constantOf(schedule: Schedule): number | null {
  return schedule.name === "constant" ? (schedule.options.value as number) : null;
}

/** How a schedule reads in a sentence: `0.001`, or `cosine(…)` when it changes. */
export function scheduleText(schedule: Schedule): string {
  const value = constantOf(schedule);
  return value === null ? `${schedule.name}(…)` : String(value);
}

/** The product of two host scalars; of two plain numbers a plain number. */
export function hostProduct(a: HostScalar, b: HostScalar): HostScalar {
  if (typeof a === "number" && typeof b === "number") return a * b;
  return { op: "mul", args: [a, b] };
}
