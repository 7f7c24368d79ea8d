import type { Schedule } from "../../ir/schedule.ts";
import type { Builder } from "../../program/builder.ts";
import type { HostScalar } from "../../program/host-scalar.ts";
import type { Value } from "../../program/program.ts";
import { asHostScalar, hostProduct } from "../as-host-scalar.ts";

/** A strength at this step times a plain factor, as a scalar value. */
export function strengthValue(b: Builder, strength: Schedule, factor: HostScalar = 1): Value {
  return b.scalar(hostProduct(asHostScalar(strength), factor));
}
