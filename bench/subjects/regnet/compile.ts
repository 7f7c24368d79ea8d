import { largeBlockSpec, largeSpec, largeSpecFields } from "../../../test/compile-speed/large-spec.ts";
import type { SubjectModule } from "../subject.ts";
import { loadCompiler } from "./package.ts";

/** From the text of a spec to the plan of its training step; what comes out is how many kernel calls that has. */
export const prepare: SubjectModule["prepare"] = async (_, { sizes }) => {
  const { loadSpec, check, lowerStep } = await loadCompiler();
  const { layers = 0, rules = 0, blocks = 0 } = sizes;
  const text = (blocks === 1 ? largeBlockSpec : largeSpec)(layers, rules);
  return {
    async step() {
      const spec = await loadSpec("large.regnet", { read: () => text });
      const { model, diagnostics } = check(spec, { fieldTypes: () => largeSpecFields });
      if (model === null) throw new Error(diagnostics[0]?.message ?? "the spec has no train block");
      const { plan } = lowerStep(model, "train", model.run.batch, "wasm");
      if (plan === null) throw new Error("the step cannot run on wasm");
      return plan.steps.length;
    },
  };
};
