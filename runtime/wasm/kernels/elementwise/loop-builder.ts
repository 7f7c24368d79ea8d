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
/** The longest body, in operations, that counts as short. */
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
      this.vectors(whole);
      for (let at = whole; at < cells; at++) this.cells(1, [at]);
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
    const rounds = (cells: number): void =>
      f.while(
        () => i32.geS(left, cells),
        () => {
          if (cells === 1) this.cells(1, [0]);
          else this.vectors(cells);
          this.advance("cell", cells);
          this.advance("row", cells);
          f.increase(left, -cells);
        },
      );
    const together = this.beside;
    if (together > 1) rounds(together * LANES);
    if (together > 2 && this.isWide) rounds(2 * LANES);
    rounds(LANES);
    if (rest !== 0) rounds(1);
  }

  /**
   * Vectors that are computed side by side: of one after the other, a processor has too few instructions at hand that
   * need not wait (decision 14). Four of `gelu` are 28 % faster than one, and of an update 5 % slower, which has seven
   * tensors to hold. Short bodies wait for memory: two save a branch.
   */
  private get beside(): number {
    const { inputs, kernel } = this.loop;
    if (this.weight() <= SHORT) return 2;
    const held = inputs.filter(({ access }) => levels[access] === "cell").length + kernel.results.length;
    const fit = held <= 4 ? 4 : held <= 6 ? 2 : 1;
    return this.isWide ? Math.max(2, fit) : fit;
  }

  /** Whether the engine joins two vectors that are computed side by side. */
  private get isWide(): boolean {
    return this.f.module.target.wideVectors;
  }

  /** So many cells, whole vectors, from the addresses on. */
  private vectors(cells: number): void {
    const together = LANES * this.beside;
    for (let at = 0; at < cells; at += together) {
      const vectors = Math.min(together, cells - at) / LANES;
      this.cells(
        LANES,
        Array.from({ length: vectors }, (_, v) => at + LANES * v),
      );
    }
  }

  /**
   * The cells that begin at each of `starts`. Reads all inputs before it writes any output, which may lie in an
   * input's place.
   */
  private cells(count: Count, starts: readonly number[]): void {
    const { f, loop, addresses, levelOf } = this;
    const { kernel, inputs, outputs } = loop;
    const operandsOf = starts.map(() => [...this.operands]);
    inputs.forEach(({ dtype, access }, input) => {
      if (levels[access] !== "cell") return;
      starts.forEach((at, beside) => {
        const cells = loadCells(f, dtype, count, addresses[input]!, at * BYTES_OF[dtype]);
        operandsOf[beside]![input] = keepOperand(f, cells);
      });
    });
    const compute = (operands: Operand[]): void =>
      emitOperations(f, kernel, operands, (operand) => levelOf[operand] === "cell");
    // One alone computes a result where it is stored: an update is 3 to 12 % slower where all are computed before the first store.
    if (operandsOf.length === 1) compute(operandsOf[0]!);
    else
      f.beside(
        operandsOf.map((operands) => () => {
          compute(operands);
          for (const result of kernel.results) operands[result] = keepOperand(f, operands[result]!);
        }),
      );
    kernel.results.forEach((result, output) => {
      const dtype = outputs[output]!;
      const address = addresses[inputs.length + output]!;
      starts.forEach((at, beside) => {
        f.do(storeCells(f, dtype, count, address, operandsOf[beside]![result]!, at * BYTES_OF[dtype]));
      });
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
