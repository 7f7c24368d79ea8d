import { describe, expect, test } from "vitest";
import { backendNames } from "../../compiler/plan/backend-name.ts";
import { makePlan } from "../../compiler/plan/make-plan.ts";
import type { Plan } from "../../compiler/plan/plan.ts";
import { printPlan } from "../../compiler/plan/print-plan.ts";
import { Builder } from "../../compiler/program/builder.ts";
import type { Program, Value } from "../../compiler/program/program.ts";
import { bagOfWords, mlp, oddCnn, plainCnn } from "../runtime/nets.ts";
import { planOrFail } from "../runtime/on-backend.ts";

function build(make: (b: Builder) => void): Program {
  const b = new Builder("test");
  make(b);
  return b.finish();
}

const f32 = (...shape: number[]) => ({ shape, dtype: "f32" }) as const;

test("a plan names its kernels, what lies over what, and what is freed when", () => {
  const { program } = mlp(2, [3, 10]);
  expect(printPlan(planOrFail(program, "wasm"))).toMatchInlineSnapshot(`
    "plan mlp on wasm: 11 kernel calls, peak 760 bytes
    tfjs kernels: none
    batch x -> %0 f32[2,3]
    batch y -> %1 i32[2]
    parameter head.kernel -> %2 f32[3,10]
    parameter head.bias -> %3 f32[10]
    scalar {"op":"mul","args":[0.001,1]} -> %4 f32[]
    slot m/head.kernel -> %5 f32[3,10]
    slot v/head.kernel -> %6 f32[3,10]
    slot m/head.bias -> %7 f32[10]
    slot v/head.bias -> %8 f32[10]
    constant 0.5 -> %13 f32[]
    constant 1 -> %15 f32[]
      %9 f32[2,10] = host.matmul(%0, %2)  # head
      %10 f32[2,10] over %9 = host.elementwise[add](%9, %3)  # head
      %11 f32[2] = host.softmax_cross_entropy(%10, %1)
      %12 f32[] = host.reduce[reduce_sum](%11); free %11
      %14 f32[] over %12 = host.elementwise[mul](%12, %13)
      %16 f32[] = host.elementwise[mul](%15, %13)
      %17 f32[1] = alias.reshape(%16); free %16
      %18 f32[2] = host.move[broadcast](%17); free %17
      %19 f32[2,10] = host.softmax_cross_entropy_gradient(%10, %1, %18); free %10 %1 %18
      %20 f32[10] = host.reduce[reduce_sum](%19)  # head
      %21 f32[3,10] = host.matmul(%0, %19)  # head; free %0 %19
    guard: finite %21 %20 %14
      %22 f32[3,10] over %2, %23 f32[3,10] over %5, %24 f32[3,10] over %6, %25 f32[10] over %3, %26 f32[10] over %7, %27 f32[10] over %8 = host.elementwise[mul mul add mul mul mul add sqrt add div mul sub](%2, %21, %5, %6, %4, %3, %20, %7, %8, %4); free %21 %4 %20
    output loss.total = %14
    write head.kernel = %22
    write m/head.kernel = %23
    write v/head.kernel = %24
    write head.bias = %25
    write m/head.bias = %26
    write v/head.bias = %27
    "
  `);
});

test("the kernels of tfjs that a plan needs are listed", () => {
  const { program } = oddCnn(2);
  const on = (name: "cpu" | "wasm") => planOrFail(program, name).tfjsKernels;
  expect(on("wasm")).toEqual([]);
  expect(on("cpu")).toEqual(["BatchMatMul", "Conv2D", "Conv2DBackpropFilter"]);
});

test("the most memory held at once is the state, the batch, and what a step needs besides", () => {
  const program = build((b) => {
    const x = b.input("batch", "x", f32(100));
    const w = b.input("parameter", "w", f32(100));
    // Neither w, which is state, nor y, which is read again, may be written over: two new tensors of 400 bytes.
    const y = b.exp(b.mul(w, x));
    b.output("loss.total", b.sum(b.mul(y, b.sum(b.sigmoid(y)))));
  });
  expect(planOrFail(program, "wasm").peakBytes).toBe(400 + 400 + 400 + 4);
});

test("an input that nothing reads is not fed", () => {
  const program = build((b) => {
    b.input("batch", "x", f32(2));
    b.output("y", b.constant(1));
  });
  expect(planOrFail(program, "cpu").inputs).toEqual([]);
});

test("a state that the losses are computed from is not written over before they are known", () => {
  const program = build((b) => {
    const u = b.input("state", "u", f32(2));
    const next = b.scale(u, 0.5);
    b.write("u", next);
    b.output("loss.total", b.sum(next));
  });
  const { steps, guard, outputs, writes } = planOrFail(program, "wasm");
  expect(guard.step).toBe(steps.length);
  expect(guard.registers).toEqual([writes[0]!.register, outputs[0]!.register]);
  expect(steps[0]!.call).toMatchObject({ overwrites: [null] });
});

describe("what becomes a state on its way through several kernels", () => {
  const rescaled = (also: (b: Builder, old: Value, stepped: Value) => void) =>
    planOrFail(
      build((b) => {
        const old = b.input("parameter", "w", f32(4));
        const velocity = b.scale(b.input("slot", "v", f32(4)), 0.5);
        b.write("v", velocity);
        const stepped = b.sub(old, velocity);
        b.write("w", b.div(stepped, b.sum(b.abs(stepped))));
        also(b, old, stepped);
        b.output("loss.total", b.input("batch", "loss", f32()));
      }),
      "wasm",
    );
  const takenBy = (plan: Plan, wanted: string) => {
    const { inputs, call } = plan.steps.find(({ op }) => op === wanted)!;
    const position = call.via === "host" ? call.overwrites[0]! : null;
    return position === null ? null : inputs[position];
  };
  const registerOf = ({ inputs }: Plan) => inputs.find(({ name }) => name === "w")!.register;

  test("lies in the state's place all the way", () => {
    const plan = rescaled(() => {});
    const [stepped] = plan.steps.find(({ op }) => op === "sub")!.outputs;
    expect(takenBy(plan, "sub")).toBe(registerOf(plan));
    expect(takenBy(plan, "abs")).toBeNull();
    expect(takenBy(plan, "div")).toBe(stepped);
  });

  test("does not while somebody reads the old state", () => {
    const plan = rescaled((b, old, stepped) => b.output("change", b.max(old, stepped)));
    expect(takenBy(plan, "sub")).toBeNull();
  });

  test("does not when it is put out as well", () => {
    const plan = rescaled((b, _, stepped) => b.output("stepped", stepped));
    expect(takenBy(plan, "sub")).not.toBe(registerOf(plan));
  });
});

test("updates come state by state, whatever their order in the program", () => {
  const program = build((b) => {
    const states = ["p", "q"].map((name) => b.input("slot", name, f32(3)));
    const moved = states.map((state) => b.exp(b.mul(state, b.input("batch", "x", f32(3)))));
    const norms = moved.map((value) => b.sum(value));
    const scaled = moved.map((value, i) => b.within(`update.${i}`, () => b.div(value, norms[i]!)));
    for (const [i, name] of ["p", "q"].entries()) {
      b.write(`${name}`, scaled[i]!);
      b.write(`moved/${name}`, moved[i]!);
    }
    for (const name of ["moved/p", "moved/q"]) b.input("slot", name, f32(3));
  });
  const { steps, guard } = planOrFail(program, "wasm");
  expect(steps.slice(guard.step).map(({ op }) => op)).toEqual([
    "exp",
    "reduce_sum",
    "div",
    "exp",
    "reduce_sum",
    "div",
  ]);
});

test("a tensor that a later segment reads is not written over by an earlier one", () => {
  const program = build((b) => {
    const [x, p, q] = ["x", "p", "q"].map((name) => b.input("batch", name, f32(2)));
    const kernel = { inputs: 2, operations: [{ op: "add", args: [0, 1] }], results: [2] } as const;
    const sums = b.emitAll("fused_segments", [x!, p!, x!, q!], { kernel, shapes: [[2], [2]] });
    for (const [i, sum] of sums.entries()) b.output(`sum${i}`, sum);
  });
  expect(planOrFail(program, "wasm").steps[0]!.call).toMatchObject({ overwrites: [1, 3] });
});

test("a primitive that a backend cannot run is an error that names both", () => {
  const program = build((b) => {
    const x = b.input("parameter", "x", f32(2));
    b.within("loss", () => b.output("y", b.gradient(b.sum(x), x)));
  });
  const { plan, diagnostics } = makePlan(program, "wasm");
  expect(plan).toBeNull();
  expect(diagnostics.map(({ code, message }) => `${code}: ${message}`)).toEqual([
    "unsupported-primitive: the wasm backend cannot run `gradient` of loss: differentiation rewrites it before planning",
  ]);
});

describe.each(backendNames)("on %s", (backend) => {
  const programs = [mlp(3, [4, 5, 10]), oddCnn(2), plainCnn(2), bagOfWords(2, 3)].map((net) => net.program);

  test.each(programs)(
    "every register of $name is made once before it is read and freed once after",
    (program) => {
      const plan = planOrFail(program, backend);
      const live = new Set([...plan.inputs, ...plan.constants].map(({ register }) => register));
      const transient = new Set(
        plan.inputs.filter(({ kind }) => ["batch", "scalar", "key"].includes(kind)).map((i) => i.register),
      );
      for (const { call, inputs, outputs, release } of plan.steps) {
        for (const input of inputs) expect(live).toContain(input);
        if (call.via === "host")
          for (const position of call.overwrites)
            if (position !== null)
              expect(live.delete(inputs[position]!) && !release.includes(inputs[position]!)).toBe(true);
        for (const output of outputs) {
          expect(live).not.toContain(output);
          live.add(output);
          transient.add(output);
        }
        for (const register of release) {
          expect(transient).toContain(register);
          expect(live.delete(register)).toBe(true);
        }
      }
      const kept = [...plan.outputs, ...plan.writes].map(({ register }) => register);
      expect([...live].filter((register) => transient.has(register)).sort()).toEqual(
        [...new Set(kept)].sort(),
      );
    },
  );
});
