import { describe, expect, it } from "vitest";
import type { Model } from "../../compiler/ir/model.ts";
import { modelHash } from "../../runtime/model-hash.ts";
import { sampleModel } from "../ir/sample-model.ts";

describe("the hash that ties a checkpoint to its model", () => {
  const model = sampleModel();

  it("stays when only the reasons change: documentation, places in the text, rules and what they took", () => {
    const { doc: _, removed: __, ...rest } = model;
    const parameters = model.network.parameters.map(({ removed: ___, policy, ...parameter }) => ({
      ...parameter,
      policy: policy.map(({ technique, options }) => ({ technique, options })),
    }));
    const bare: Model = { ...rest, network: { ...model.network, parameters } };
    expect(modelHash(bare)).toBe(modelHash(model));
  });

  it("changes with anything that changes a number", () => {
    const other: Model = { ...model, run: { ...model.run, batch: 33 } };
    expect(modelHash(other)).not.toBe(modelHash(model));
    const [first, ...others] = model.network.parameters;
    const parameters = [{ ...first!, policy: [] }, ...others];
    expect(modelHash({ ...model, network: { ...model.network, parameters } })).not.toBe(modelHash(model));
  });
});
