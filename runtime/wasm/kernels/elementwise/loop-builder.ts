import { BYTES_OF } from "../../../../compiler/plan/lay-out-arena.ts";
import { weightOf } from "../../../../compiler/program/scalar-kernel.ts";
import type { FunctionBuilder, Local } from "../../assembler/function-builder.ts";
import { i32 } from "../../assembler/instructions.ts";
import { type Count, loadCells, spreadCell, storeCells } from "./cells.ts";
import { emitOperations } from "./emit-operations.ts";
import type { Access, Loop } from "./loop.ts";
import { keepOperand, type Operand } from "./operand.ts";

/** When an operand is computed: before the loop, for each row, for each cell. */
type Level = "loop" | "row" | "cell";

const levels: { readonly [A in Access]: Level } = { all: "loop", column: "row", row: "cell", cell: "cell" };

const LANES = 4;
/** The longest body, in operations, of which two rounds are done between branches. */
const SHORT = 12;
/** The most operations that a row may take without any branch. */
const STRAIGHT = 32;

/** Emits the body of a loop's function. Operations whose operands do not change from cell to cell are done outside. */
export class LoopBuilder {
  /** Those known before the cells are read. */
  private readonly operands: Operand[] = [];
  private readonly levelOf: readonly Level[];

  constructor(
    private readonly f: FunctionBuilder,
    private readonly loop: Loop,
    /** Of the inputs and then the outputs; they move on with the loop. */
    private readonly addresses: readonly Local<"i32">[],
    private readonly count: Local<"i32">,
  ) {
    const levelOf: Level[] = loop.inputs.map(({ access }) => levels[access]);
    for (const { args } of loop.kernel.operations) {
      const ofArgs = args.map((argument) => levelOf[argument]!);
      levelOf.push(ofArgs.includes("cell") ? "cell" : ofArgs.includes("row") ? "row" : "loop");
    }
    this.levelOf = levelOf;
  }

  build(): void {
    const { f, count, loop } = this;
    const { row } = loop;
    this.prepare("loop");
    if (row === null) {
      this.stretch(count);
      return;
    }
    f.doWhile(
      () => count,
      () => {
        this.prepare("row");
        this.cellsOfRow(row);
        f.increase(count, -1);
      },
    );
  }

  /** Computes what stays until the level's next round. */
  private prepare(level: Level): void {
    const { f, loop, addresses, operands } = this;
    loop.inputs.forEach(({ dtype, access }, input) => {
      if (levels[access] !== level) return;
      operands[input] = keepOperand(f, spreadCell(f, dtype, addresses[input]!));
    });
    emitOperations(f, loop.kernel, operands, (operand) => this.levelOf[operand] === level, true);
  }

  private cellsOfRow(cells: number): void {
    const rest = cells % LANES;
    const whole = cells - rest;
    if ((whole / LANES + rest) * this.weight() <= STRAIGHT) {
      for (let at = 0; at < whole; at += LANES) this.cells(4, at);
      for (let at = whole; at < cells; at++) this.cells(1, at);
      this.advance("cell", cells);
    } else {
      this.stretch(this.f.local("i32", cells), rest);
      this.advance("row", -cells);
    }
    this.advance("column", 1);
  }

  /** @param rest how many cells are left behind the last vector, where that is known */
  private stretch(left: Local<"i32">, rest?: number): void {
    const { f } = this;
    const rounds = (cells: number, vector: Count): void =>
      f.while(
        () => i32.geS(left, cells),
        () => {
          for (let at = 0; at < cells; at += vector) this.cells(vector, at);
          this.advance("cell", cells);
          this.advance("row", cells);
          f.increase(left, -cells);
        },
      );
    if (this.weight() <= SHORT) rounds(2 * LANES, 4);
    rounds(LANES, 4);
    if (rest !== 0) rounds(1, 1);
  }

  /** Reads all inputs before it writes any output, which may lie in an input's place. */
  private cells(count: Count, at: number): void {
    const { f, loop, addresses, levelOf } = this;
    const { kernel, inputs, outputs } = loop;
    const operands = [...this.operands];
    inputs.forEach(({ dtype, access }, input) => {
      if (levels[access] !== "cell") return;
      const cells = loadCells(f, dtype, count, addresses[input]!, at * BYTES_OF[dtype]);
      operands[input] = keepOperand(f, cells);
    });
    emitOperations(f, kernel, operands, (operand) => levelOf[operand] === "cell");
    kernel.results.forEach((result, output) => {
      const dtype = outputs[output]!;
      const address = addresses[inputs.length + output]!;
      f.do(storeCells(f, dtype, count, address, operands[result]!, at * BYTES_OF[dtype]));
    });
  }

  /** Moves the addresses of what is read in this way; outputs are written cell by cell. */
  private advance(way: Access, cells: number): void {
    const { f, loop, addresses } = this;
    const outputs = loop.outputs.map((dtype) => ({ dtype, access: "cell" }) as const);
    [...loop.inputs, ...outputs].forEach(({ dtype, access }, tensor) => {
      if (access === way) f.increase(addresses[tensor]!, cells * BYTES_OF[dtype]);
    });
  }

  /** How much code a round takes, in operations. */
  private weight(): number {
    const { inputs, operations, results } = this.loop.kernel;
    const each = operations.filter((_, position) => this.levelOf[inputs + position] === "cell");
    return weightOf(each) + results.length;
  }
}
