/** What is reduced, as code that makes several vectors of it at once. */
import { type ScalarKernel, weightOf } from "../../../../compiler/program/scalar-kernel.ts";
import type { V128 } from "../../assembler/expression.ts";
import type { FunctionBuilder, Local } from "../../assembler/function-builder.ts";
import { v128 } from "../../assembler/instructions.ts";
import { keep } from "../../math/lanes.ts";
import { type Count, loadCells } from "../elementwise/cells.ts";
import { emitOperations } from "../elementwise/emit-operations.ts";
import { asNumber, keepOperand, type Operand } from "../elementwise/operand.ts";

export interface Term {
  /** Of one result. */
  readonly kernel: ScalarKernel;
  readonly inputs: readonly TermInput[];
}

export interface TermInput {
  /** Whether it has a number for each cell, from round to round; else it is one number. */
  readonly moves: boolean;
  /** Bytes from where one of the vectors reads to where the next does; 0 where all read the same. */
  readonly apart: number;
}

/** When an operand is another one, in bits: with each round of the loop, with each of the vectors. */
const ROUND = 1;
const VECTOR = 2;

export class TermBuilder {
  private readonly changes: readonly number[];
  /** By vector, the operands that stay from round to round: computed once, before the rounds. */
  private readonly lasting: readonly (readonly Operand[])[];

  /** @param vectors the most that are made at once */
  constructor(
    private readonly f: FunctionBuilder,
    private readonly term: Term,
    /** Of the inputs; they move on from round to round. */
    private readonly addresses: readonly Local<"i32">[],
    vectors: number,
  ) {
    this.changes = changesOf(term);
    const common = this.compute(0, [], 0, 4);
    this.lasting = Array.from({ length: vectors }, (_, vector) => this.compute(VECTOR, common, vector, 4));
  }

  /** Variables with so many vectors of four cells each, or of one cell in the first lane. */
  vectors(count: number, lanes: Count = 4): readonly V128[] {
    const { f, term, changes, lasting } = this;
    const shared = this.compute(ROUND, lasting[0]!, 0, lanes);
    return lasting.slice(0, count).map((own, vector) => {
      const before = changes.map((change, operand) => (change === ROUND ? shared : own)[operand]!);
      const operands = this.compute(ROUND | VECTOR, before, vector, lanes);
      return keep(f, asNumber(f, operands[term.kernel.results[0]!]!));
    });
  }

  /** Goes on to the next round. */
  advance(cells: number): void {
    this.term.inputs.forEach(({ moves }, input) => {
      if (moves) this.f.increase(this.addresses[input]!, 4 * cells);
    });
  }

  /** Adds the operands that change just so. */
  private compute(change: number, before: readonly Operand[], vector: number, lanes: Count): Operand[] {
    const { f, term, addresses, changes } = this;
    const operands = [...before];
    term.inputs.forEach(({ moves, apart }, input) => {
      if (changes[input] !== change) return;
      const [address, offset] = [addresses[input]!, vector * apart];
      const cells = moves
        ? loadCells(f, "f32", lanes, address, offset)
        : ({ holds: "f32", lanes: v128.load32Splat(address, offset) } as const);
      operands[input] = keepOperand(f, cells);
    });
    const isRepeated = change !== (ROUND | VECTOR);
    emitOperations(f, term.kernel, operands, (operand) => changes[operand] === change, isRepeated);
    return operands;
  }
}

/** How many vectors of a term to make at once: with few operations they hide how long each takes. */
export function vectorsAtOnce({ operations }: ScalarKernel): number {
  const weight = weightOf(operations);
  return weight <= 3 ? 8 : weight <= 8 ? 4 : weight <= 20 ? 2 : 1;
}

function changesOf({ kernel, inputs }: Term): readonly number[] {
  const changes = inputs.map(({ moves, apart }) => (moves ? ROUND : 0) | (apart === 0 ? 0 : VECTOR));
  for (const { args } of kernel.operations)
    changes.push(args.reduce((all: number, argument) => all | changes[argument]!, 0));
  return changes;
}
