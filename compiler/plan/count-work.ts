/** How much arithmetic and memory traffic a step of a plan is: what its time is held against. */
import { sizeOf } from "../program/nd-array.ts";
import type { TensorType } from "../program/program.ts";
import { multiplyAddFunctions } from "../program/scalar-functions.ts";
import type { ScalarKernel } from "../program/scalar-kernel.ts";
import type { HostCall } from "./host-kernel.ts";
import { BYTES_OF } from "./lay-out-arena.ts";
import type { Plan, PlanStep, Register } from "./plan.ts";

export interface Work {
  /** Additions and multiplications; one of each a term of a product, as usual. Functions such as exp count as one. */
  readonly operations: number;
  /** Every input read once and every output written once. */
  readonly bytes: number;
}

export function workOf(registers: readonly TensorType[], { call, inputs, outputs }: PlanStep): Work {
  if (call.via === "alias") return { operations: 0, bytes: 0 };
  const types = (list: readonly Register[]) => list.map((register) => registers[register]!);
  const [read, made] = [types(inputs), types(outputs)];
  const bytes = [...read, ...made].reduce(
    (sum, { shape, dtype }) => sum + sizeOf(shape) * BYTES_OF[dtype],
    0,
  );
  return { operations: call.via === "host" ? operationsOf(call, read, made) : 0, bytes };
}

/** The work of all steps together. */
export function workOfPlan({ registers, steps }: Pick<Plan, "registers" | "steps">): Work {
  return steps
    .map((step) => workOf(registers, step))
    .reduce(
      (sum, work) => ({ operations: sum.operations + work.operations, bytes: sum.bytes + work.bytes }),
      {
        operations: 0,
        bytes: 0,
      },
    );
}

function operationsOf(call: HostCall, read: readonly TensorType[], made: readonly TensorType[]): number {
  const cells = made.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  switch (call.kernel) {
    case "matmul": {
      const [rows, columns] = read[0]!.shape.slice(-2) as [number, number];
      // A second output holds notes and is no part of the product.
      return 2 * sizeOf(made[0]!.shape) * (call.attributes.transposeA ? rows : columns);
    }
    // The direct form, whatever the kernel does: a product for each tap, channel and cell of the result of conv2d.
    case "conv2d":
      return 2 * cells * sizeOf(read[1]!.shape.slice(0, 3));
    case "conv2d_input_gradient":
      return 2 * sizeOf(read[0]!.shape) * sizeOf(read[1]!.shape.slice(0, 3));
    case "conv2d_filter_gradient":
      return 2 * sizeOf(read[1]!.shape) * sizeOf(made[0]!.shape.slice(0, 3));
    case "elementwise": {
      const { kernel, shapes } = call.attributes;
      return operationsPerCell(kernel) * shapes.reduce((sum, shape) => sum + sizeOf(shape), 0);
    }
    case "reduce": {
      const { kernel, shape } = call.attributes;
      return (operationsPerCell(kernel) + 1) * sizeOf(shape);
    }
    case "lstm": {
      const [batch, steps, hidden] = made[0]!.shape as [number, number, number];
      return 2 * batch * steps * 4 * hidden * hidden;
    }
    case "lstm_gradient": {
      const [hidden] = read[0]!.shape as [number];
      return 2 * sizeOf(made[0]!.shape) * hidden;
    }
    case "move":
    case "cast":
    case "gather":
    case "one_hot":
      return 0;
    case "keep_mask":
    case "max_pool_gather":
      return cells;
    case "max_pool":
    case "avg_pool":
    case "max_pool_scatter":
    case "avg_pool_gradient":
    case "argmax":
    case "scatter_add":
    case "softmax_cross_entropy":
    case "softmax_cross_entropy_gradient":
    case "all_finite":
      return read.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  }
}

function operationsPerCell({ operations }: ScalarKernel): number {
  return operations.reduce(
    (sum, { op }) => sum + (op === "constant" ? 0 : op in multiplyAddFunctions ? 2 : 1),
    0,
  );
}
