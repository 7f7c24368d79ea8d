import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ElementwiseView } from "../../compiler/passes/elementwise.ts";
import { Units } from "../../compiler/passes/units.ts";
import { ValueGraph } from "../../compiler/passes/value-graph.ts";
import { Builder } from "../../compiler/program/builder.ts";
import type { Program, Value } from "../../compiler/program/program.ts";

const ANY = { members: Number.POSITIVE_INFINITY, reads: Number.POSITIVE_INFINITY };

/** Sums of earlier values: the reads of instruction i are those of `reads[i]` that come before it. */
function sums(reads: readonly (readonly [number, number])[]): Program {
  const b = new Builder("sums");
  const values: Value[] = [b.input("batch", "x", { shape: [2], dtype: "f32" })];
  for (const [p, q] of reads) values.push(b.add(values[p % values.length]!, values[q % values.length]!));
  b.output("y", values.at(-1)!);
  return b.finish();
}

function edges({ instructions }: Program): readonly (readonly [number, number])[] {
  const maker = new Map(instructions.map(({ outputs }, position) => [outputs[0]!.id, position]));
  return instructions.flatMap(({ inputs }, position) =>
    inputs.flatMap(({ id }) => (maker.has(id) ? [[maker.get(id)!, position] as const] : [])),
  );
}

/** Whether units can run one after the other. */
function canRun(program: Program, unitOf: readonly number[]): boolean {
  const between = edges(program)
    .map(([from, to]) => [unitOf[from]!, unitOf[to]!] as const)
    .filter(([from, to]) => from !== to);
  let left = new Set(unitOf);
  for (;;) {
    const waiting = new Set(between.flatMap(([from, to]) => (left.has(from) ? [to] : [])));
    const next = new Set([...left].filter((unit) => waiting.has(unit)));
    if (next.size === 0) return true;
    if (next.size === left.size) return false;
    left = next;
  }
}

const unitsOf = (units: Units, { instructions }: Program) =>
  instructions.map((_, position) => units.unitAt(position));

describe("units", () => {
  it("are put together exactly where they can still run one after the other", () => {
    const reads = fc.array(fc.tuple(fc.nat(99), fc.nat(99)), { minLength: 2, maxLength: 14 });
    fc.assert(
      fc.property(reads, fc.array(fc.nat(999), { maxLength: 30 }), (given, order) => {
        const program = sums(given);
        const units = new Units(new ElementwiseView(ValueGraph.of(program)), ANY);
        const pairs = edges(program);
        if (pairs.length === 0) return;
        for (const chosen of order) {
          const [first, second] = pairs[chosen % pairs.length]!;
          const before = unitsOf(units, program);
          const united = before.map((unit) => (unit === before[second] ? before[first]! : unit));
          units.unite(first, second);
          const legal = canRun(program, united);
          expect(units.unitAt(first) === units.unitAt(second)).toBe(legal);
          expect(canRun(program, unitsOf(units, program))).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });

  it("are put together however many come between one after the other", () => {
    // Each sum takes in one more of many that come later in the text: a thousand are let in before the first.
    const b = new Builder("late");
    const x = b.input("batch", "x", { shape: [2], dtype: "f32" });
    const first = b.tanh(x);
    let sum = first;
    for (let i = 0; i < 1000; i++)
      sum = b.add(sum, b.exp(b.matmul(b.reshape(x, [1, 2]), b.reshape(x, [2, 1]))));
    b.output("y", sum);
    const program = b.finish();
    const units = new Units(new ElementwiseView(ValueGraph.of(program)), ANY);
    const additions = [...program.instructions.keys()].filter((i) => program.instructions[i]!.op === "add");
    for (const position of additions) units.unite(0, position);
    expect([0, ...additions].every((position) => units.unitAt(position) === units.unitAt(0))).toBe(true);
    expect(units.sizeAt(0)).toBe(1 + additions.length);
    expect(canRun(program, unitsOf(units, program))).toBe(true);
  });

  it("stay apart where they would be too large", () => {
    const program = sums([
      [0, 0],
      [1, 1],
    ]);
    const units = new Units(new ElementwiseView(ValueGraph.of(program)), { members: 1, reads: 9 });
    units.unite(0, 1);
    expect(units.unitAt(1)).not.toBe(units.unitAt(0));
    expect(units.sizeAt(1)).toBe(1);
  });
});
