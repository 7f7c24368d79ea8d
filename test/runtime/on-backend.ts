/** Runs programs on the real backends of tfjs, for the tests that compare them with the interpreter. */
import { expect } from "vitest";
import type { BackendName } from "../../compiler/plan/backend-name.ts";
import { makePlan } from "../../compiler/plan/make-plan.ts";
import type { Plan } from "../../compiler/plan/plan.ts";
import type { NDArray } from "../../compiler/program/nd-array.ts";
import type { DType, Program } from "../../compiler/program/program.ts";
import type { Backend } from "../../runtime/backends/backend.ts";
import { openBackend } from "../../runtime/backends/open-backend.ts";
import type { StepFeed } from "../../runtime/step-feed.ts";
import { arrayTypes, type TypedArray } from "../../runtime/typed-array.ts";
import type { Arrays } from "../program/run.ts";

export async function openOrFail(name: BackendName): Promise<Backend> {
  const { backend, diagnostics } = await openBackend(name);
  if (backend === null) expect.fail(diagnostics[0]!.message);
  return backend;
}

export function planOrFail(program: Program, backend: BackendName): Plan {
  const { plan, diagnostics } = makePlan(program, backend);
  if (plan === null) expect.fail(diagnostics[0]!.message);
  return plan;
}

export function typed({ data, dtype }: { readonly data: Float64Array; readonly dtype: DType }): TypedArray {
  const cells = new arrayTypes[dtype](data.length);
  cells.set(data);
  return cells;
}

/** The tensor as float32 holds it: what both the interpreter and the backends are given. */
export function rounded(array: NDArray): NDArray {
  return { ...array, data: Float64Array.from(typed(array)) };
}

export function feedOf(batch: Arrays, scalars: Readonly<Record<string, number>> = {}): StepFeed {
  return {
    batch: new Map([...batch].map(([name, array]) => [name, typed(array)])),
    scalars: new Map(Object.entries(scalars)),
    keys: new Map(),
  };
}

/** The outputs of a program without state, by name; leaves no tensor behind. */
export async function outputsOn(
  backend: Backend,
  program: Program,
  arrays: Arrays,
): Promise<ReadonlyMap<string, TypedArray>> {
  const before = backend.held();
  const session = await backend.open();
  const executor = await session.load(planOrFail(program, backend.name));
  const { outputs } = await executor.run(feedOf(arrays));
  session.dispose();
  expect(backend.held(), "tensors left behind").toBe(before);
  return outputs!;
}
