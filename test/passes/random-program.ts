/** Small random programs for properties: elementwise primitives, reductions and products over a few tensors. */
import fc from "fast-check";
import { Builder } from "../../compiler/program/builder.ts";
import type { Program, Value } from "../../compiler/program/program.ts";

/** One instruction to add: which kind, and which of the values made so far it reads. */
export interface Choice {
  readonly kind: number;
  readonly operands: readonly [number, number, number];
}

export const choices = fc.array(
  fc.record({
    kind: fc.nat(999),
    operands: fc.tuple(fc.nat(999), fc.nat(999), fc.nat(999)),
  }),
  { minLength: 1, maxLength: 40 },
);

const SIDE = 3;

/** Values stay moderate: what grows is passed through tanh, what is divided by is at least 1. */
const makers: readonly ((b: Builder, p: Value, q: Value, r: Value) => Value)[] = [
  (b, p, q) => b.add(p, q),
  (b, p, q) => b.sub(p, q),
  (b, p, q) => b.tanh(b.mul(p, q)),
  (b, p, q) => b.max(p, q),
  (b, p, q) => b.div(p, b.add(b.square(q), b.constant(1))),
  (b, p, q, r) => b.select(b.greater(p, q), r, b.constant(0.5)),
  (b, p, q) => b.mul(p, b.cast(b.less(p, q), "f32")),
  (b, p) => b.relu(p),
  (b, p) => b.abs(p),
  (b, p) => b.sigmoid(p),
  (b, p) => b.neg(b.neg(p)),
  (b, p) => b.mul(p, b.constant(1)),
  (b, p) => b.add(b.constant(0), b.scale(p, 0.5)),
  (b, p) => b.sqrt(b.add(b.square(p), b.constant(1))),
  (b) => b.add(b.constant(0.25), b.constant(0.5)),
  (b, p) => b.mul(p, b.mul(b.scalar({ op: "step" }), b.constant(0.01))),
  (b, p) => b.stopGradient(p),
  (b, p) => (p.shape.length === 2 ? b.mean(p, [0]) : b.tanh(p)),
  (b, p) => (p.shape.length === 2 ? b.sum(p, [1], true) : b.neg(p)),
  (b, p) => b.tanh(b.sum(p)),
  (b, p) => b.broadcast(p.shape.length === 2 ? b.sum(p, [0]) : p, [SIDE, SIDE]),
  (b, p, q) => (isSquare(p) && isSquare(q) ? b.tanh(b.matmul(p, q, false, true)) : b.add(p, q)),
];

function isSquare({ shape }: Value): boolean {
  return shape.length === 2 && shape[0] === SIDE && shape[1] === SIDE;
}

/** A train program: a loss of everything that nobody read, its gradient by `w`, an update and an output. */
export function randomProgram(chosen: readonly Choice[]): Program {
  const b = new Builder("random");
  const w = b.input("parameter", "w", { shape: [SIDE, SIDE], dtype: "f32" });
  const values: Value[] = [
    w,
    b.input("parameter", "v", { shape: [SIDE], dtype: "f32" }),
    b.input("batch", "x", { shape: [SIDE, SIDE], dtype: "f32" }),
    b.input("batch", "s", { shape: [], dtype: "f32" }),
  ];
  for (const { kind, operands } of chosen) {
    const [p, q, r] = operands.map((operand) => values[operand % values.length]!);
    values.push(makers[kind % makers.length]!(b, p!, q!, r!));
  }
  const last = values.at(-1)!;
  const loss = values
    .slice(-4)
    .reduce((sum, value) => b.add(sum, b.sum(b.tanh(value))), b.sum(b.square(last)));
  b.output("loss", loss);
  b.output("last", last);
  for (const name of ["w", "v"] as const) {
    const parameter = name === "w" ? w : values[1]!;
    b.write(name, b.sub(parameter, b.scale(b.gradient(loss, parameter), 0.01)));
  }
  return b.finish();
}
