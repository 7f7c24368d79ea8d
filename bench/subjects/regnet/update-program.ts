import { check, type LoadedSpec, loadSpec, type Model } from "../../../compiler/index.ts";
import { optimize } from "../../../compiler/passes/optimize.ts";
import { makePlan } from "../../../compiler/plan/make-plan.ts";
import type { Plan } from "../../../compiler/plan/plan.ts";
import { Builder } from "../../../compiler/program/builder.ts";
import type { Program } from "../../../compiler/program/program.ts";
import { buildUpdate, transformGradients, updateRuleOf } from "../../../compiler/synthesize/update.ts";
import { updatedParameters } from "../../../compiler/synthesize/updated-parameters.ts";
import { openBackend } from "../../../runtime/backends/open-backend.ts";
import { initializeState } from "../../../runtime/initialize-state.ts";
import { feedStep } from "../../../runtime/training/feed-step.ts";
import { fillMatrix, firstWeight, gradientValue } from "../../workloads/update-matrices.ts";
import { meanSquare } from "../mean-square.ts";
import type { SubjectModule } from "../subject.ts";
import { readSpec } from "./compile-spec.ts";

const FIELD = { dtype: "f32", classes: null } as const;

/** Steps 8 to 15 of a training step on gradients that are held as state: no forward, no backward. */
export const prepare: SubjectModule["prepare"] = async (_, { sizes, threads, noise }) => {
  const model = await readModel(sizes.rows!, sizes.columns!);
  const { backend } = await openBackend("wasm");
  if (backend === null) throw new Error("the wasm backend does not start");
  const { plan } = makePlan(optimize(updateProgram(model)).program, "wasm");
  if (plan === null) throw new Error("the update cannot run on wasm");
  const session = await backend.open({ threads });
  await initializeState(model, session);
  for (const [matrix, { id, shape }] of updatedParameters(model).entries()) {
    const size = shape.reduce((product, extent) => product * extent, 1);
    const weights = fillMatrix(size, (index) => firstWeight(matrix, index));
    session.state.set(id, weights, { shape, dtype: "f32" });
    session.state.set(
      gradientName(id),
      fillMatrix(size, (index) => gradientValue(matrix, index)),
      { shape, dtype: "f32" },
    );
  }
  const executor = await session.load(plan);
  const last = updatedParameters(model).at(-1)!.id;
  let step = 0;
  return {
    async step() {
      const position = { seed: 0, step: step++, stepsPerEpoch: 1000, totalSteps: 1_000_000 };
      const { fault } = await executor.run(
        feedStep(interfaceOf(plan), { size: 1, values: new Map() }, position),
      );
      if (fault !== null) throw new Error("a gradient is not finite");
      // Reading a matrix takes time of its own: only while values are compared.
      return noise ? 0 : meanSquare((await session.state.get(last)) as Float32Array);
    },
  };
};

async function readModel(rows: number, columns: number): Promise<Model> {
  const text = await readSpec("update");
  const spec: LoadedSpec = await loadSpec("update.regnet", { read: () => text });
  const field = { ...FIELD, shape: [rows] };
  const fieldTypes = () =>
    new Map([
      ["x", field],
      ["y", field],
    ]);
  const { model, diagnostics } = check(spec, { set: { rows, columns }, fieldTypes });
  if (model === null) throw new Error(diagnostics[0]?.message ?? "the spec has no model");
  return model;
}

function updateProgram(model: Model): Program {
  const builder = new Builder("update");
  const parameters = updatedParameters(model);
  const gradients = parameters.map(({ id, shape }) =>
    builder.input("state", gradientName(id), { shape, dtype: "f32" }),
  );
  const transformed = transformGradients(model, builder, gradients);
  const rule = updateRuleOf(model);
  for (const [i, parameter] of parameters.entries()) buildUpdate(rule, builder, parameter, transformed[i]!);
  return builder.finish();
}

function gradientName(id: string): string {
  return `gradient/${id}`;
}

function interfaceOf({ inputs }: Plan): Parameters<typeof feedStep>[0] {
  const scalars = inputs.flatMap((input) =>
    input.kind === "scalar" ? [[input.name, input.scalar] as const] : [],
  );
  return { fields: {}, scalars: new Map(scalars), keys: [], outputs: [] };
}
