import { optimize } from "../../../compiler/passes/optimize.ts";
import { makePlan } from "../../../compiler/plan/make-plan.ts";
import { Builder } from "../../../compiler/program/builder.ts";
import type { TensorType } from "../../../compiler/program/program.ts";
import { openBackend } from "../../../runtime/backends/open-backend.ts";
import { SIDE } from "../../workloads/ceilings.ts";
import type { SubjectModule } from "../subject.ts";

const MATRIX: TensorType = { shape: [SIDE, SIDE], dtype: "f32" };
const NO_FEED = { batch: new Map(), scalars: new Map(), keys: new Map() };

export const prepare: SubjectModule["prepare"] = async (_, { threads }) => {
  const { backend } = await openBackend("wasm");
  if (backend === null) throw new Error("the wasm backend does not start");
  const builder = new Builder("product");
  const [a, b] = ["a", "b"].map((name) => builder.input("parameter", name, MATRIX));
  builder.output("c", builder.matmul(a!, b!));
  const { plan } = makePlan(optimize(builder.finish()).program, "wasm");
  if (plan === null) throw new Error("a product runs on every backend");
  const session = await backend.open({ threads });
  for (const { name } of plan.inputs)
    session.state.set(name, new Float32Array(SIDE * SIDE).fill(0.5), MATRIX);
  const executor = await session.load(plan);
  return {
    async step() {
      await executor.run(NO_FEED);
      return 0;
    },
  };
};
