/** A plan as text, one line a step: what is called, on which registers, and what is free afterwards. */
import type { TensorType } from "../program/program.ts";
import type { ScalarKernel } from "../program/scalar-kernel.ts";
import type { Plan, PlanCall, PlanStep, Register } from "./plan.ts";

export function printPlan(plan: Plan): string {
  const register = (r: Register): string => `%${r} ${printType(plan.registers[r]!)}`;
  const calls = plan.steps.filter((step) => step.call.via !== "alias").length;
  const lines = [
    `plan ${plan.name} on ${plan.backend}: ${calls} kernel calls, peak ${plan.peakBytes} bytes`,
    `tfjs kernels: ${plan.tfjsKernels.join(", ") || "none"}`,
    ...plan.inputs.map((input) => `${input.kind} ${input.name} -> ${register(input.register)}`),
    ...plan.constants.map((constant) => `constant ${constant.value} -> ${register(constant.register)}`),
  ];
  plan.steps.forEach((step, index) => {
    if (index === plan.guard.step && plan.writes.length > 0) lines.push(printGuard(plan));
    lines.push(printStep(plan, step));
  });
  if (plan.guard.step === plan.steps.length && plan.writes.length > 0) lines.push(printGuard(plan));
  for (const { name, register: r } of plan.outputs) lines.push(`output ${name} = %${r}`);
  for (const { name, register: r } of plan.writes) lines.push(`write ${name} = %${r}`);
  return `${lines.join("\n")}\n`;
}

function printGuard({ guard }: Plan): string {
  return `guard: finite ${guard.registers.map((r) => `%${r}`).join(" ")}`.trimEnd();
}

function printStep(plan: Plan, { op, origin, inputs, outputs, call, release }: PlanStep): string {
  const results = outputs.map((output, o) => {
    const position = call.via === "host" ? call.overwrites[o] : null;
    const place = position == null ? "" : ` over %${inputs[position]!}`;
    return `%${output} ${printType(plan.registers[output]!)}${place}`;
  });
  const name = printCall(op, call);
  const args = inputs.map((input) => `%${input}`).join(", ");
  const free = release.length === 0 ? "" : `; free ${release.map((r) => `%${r}`).join(" ")}`;
  return `  ${results.join(", ")} = ${name}(${args})${origin === "" ? "" : `  # ${origin}`}${free}`;
}

/** The kernel; what it computes where that is another name; the attributes of tfjs, or the scalar operations. */
function printCall(op: PlanStep["op"], call: PlanCall): string {
  if (call.via === "alias") return `alias.${op}`;
  if (call.via === "tfjs") return `tfjs.${call.kernel}${JSON.stringify(call.attributes)}`;
  if (call.kernel === "elementwise") return `host.elementwise[${operationsOf(call.attributes.kernel)}]`;
  return call.kernel === op ? `host.${call.kernel}` : `host.${call.kernel}[${op}]`;
}

function operationsOf({ operations }: ScalarKernel): string {
  return operations.flatMap(({ op }) => (op === "constant" ? [] : [op])).join(" ");
}

function printType({ dtype, shape }: TensorType): string {
  return `${dtype}[${shape.join(",")}]`;
}
