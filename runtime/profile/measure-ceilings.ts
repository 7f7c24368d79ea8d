import { optimize } from "../../compiler/passes/optimize.ts";
import { makePlan } from "../../compiler/plan/make-plan.ts";
import { Builder } from "../../compiler/program/builder.ts";
import type { Program, Value } from "../../compiler/program/program.ts";
import type { Backend, SessionOptions, StepSpan } from "../backends/backend.ts";

/** What a backend reaches at best on this machine now, with as many threads as asked for. */
export interface Ceilings {
  /** Of a product of square matrices. */
  readonly gigaflops: number;
  /** Of these matrices. */
  readonly side: number;
  /** Of a triad, a + b·c over arrays beyond the caches: gigabytes read and written a second. */
  readonly gigabytes: number;
}

/** Three arrays of 64 MiB: more than the caches of most machines. */
const TRIAD = 2 ** 24;
const ROUNDS = 7;

/** @param side of the matrices; 1024 as a rule, less where it would take too long (cpu) */
export async function measureCeilings(
  backend: Backend,
  options: SessionOptions = {},
  side = backend.name === "cpu" ? 128 : 1024,
): Promise<Ceilings> {
  const cells = backend.name === "cpu" ? 2 ** 18 : TRIAD;
  const product = programOf([side, side], (b, x, y) => b.matmul(x, y));
  const triad = programOf([cells], (b, x, y) => b.add(x, b.mul(y, b.constant(3))));
  return {
    gigaflops: (2 * side ** 3) / (1e6 * (await fastest(backend, options, product))),
    side,
    gigabytes: (12 * cells) / (1e6 * (await fastest(backend, options, triad))),
  };
}

function programOf(shape: readonly number[], build: (b: Builder, x: Value, y: Value) => Value): Program {
  const b = new Builder("ceiling");
  const [x, y] = ["x", "y"].map((name) => b.input("parameter", name, { shape, dtype: "f32" }));
  b.output("z", build(b, x!, y!));
  return b.finish();
}

/** Milliseconds of the fastest of some runs of the program's own operation. */
async function fastest(backend: Backend, options: SessionOptions, program: Program): Promise<number> {
  const { plan } = makePlan(optimize(program).program, backend.name);
  if (plan === null) throw new Error("a ceiling's program runs on every backend");
  const session = await backend.open(options);
  try {
    for (const { name, register } of plan.inputs) {
      const { shape } = plan.registers[register]!;
      const count = shape.reduce((a, c) => a * c, 1);
      session.state.set(name, new Float32Array(count).fill(0.5), { shape, dtype: "f32" });
    }
    const executor = await session.load(plan);
    let least = Number.POSITIVE_INFINITY;
    for (let round = 0; round < ROUNDS; round++) {
      const spans: StepSpan[] = [];
      await executor.run({ batch: new Map(), scalars: new Map(), keys: new Map() }, { spans });
      least = Math.min(least, spans.at(-1)!.end - spans[0]!.begin);
    }
    return least;
  } finally {
    session.dispose();
  }
}
