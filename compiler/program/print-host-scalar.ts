/** A host scalar as an expression: `(cosine {"from":0.001} / (1 - 0.9 ** step))`. */
import type { HostScalar } from "./host-scalar.ts";

const signs = { add: "+", sub: "-", mul: "*", div: "/", pow: "**" } as const;

export function printHostScalar(scalar: HostScalar): string {
  if (typeof scalar === "number") return String(scalar);
  switch (scalar.op) {
    case "step":
      return "step";
    case "schedule":
      return `${scalar.schedule.name} ${JSON.stringify(scalar.schedule.options)}`;
    case "sqrt":
    case "neg":
      return `${scalar.op}(${printHostScalar(scalar.args[0])})`;
    case "min":
    case "max":
      return `${scalar.op}(${scalar.args.map(printHostScalar).join(", ")})`;
    default:
      return `(${printHostScalar(scalar.args[0])} ${signs[scalar.op]} ${printHostScalar(scalar.args[1])})`;
  }
}
