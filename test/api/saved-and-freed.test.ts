import { describe, expect, test } from "vitest";
import { openBackend } from "../../runtime/backends/open-backend.ts";
import { CompileError, type CompileOptions, compile } from "../../runtime/index.ts";
import { houses, housesTable, spirals } from "../cli/specs.ts";
import { compileOnce, eventsOf, lossesOf, tableFiles, weightsOf } from "./compiled.ts";

describe("save and load", () => {
  test("go back to a moment, from which it goes on to the same end", async () => {
    const model = await compileOnce(spirals());
    await lossesOf(model, 10);
    const saved = await model.save();
    await eventsOf(model.fit());
    const end = await weightsOf(model);
    const other = await compileOnce(spirals());
    other.load(saved);
    const events = await eventsOf(other.fit());
    expect(events[0]).toMatchObject({ type: "step", epoch: 2, position: 4, step: 11 });
    expect(await weightsOf(other)).toEqual(end);
    model.load(saved);
    await eventsOf(model.fit());
    expect(await weightsOf(model)).toEqual(end);
  });

  test("refuses bytes that are damaged, or of another model, seed or backend", async () => {
    const model = await compileOnce(spirals());
    const saved = await model.save();
    const refusal = async (text: string, options: CompileOptions, bytes = saved) => {
      const other = await compileOnce(text, options);
      const before = await weightsOf(other);
      expect(() => other.load(bytes, "mine.safetensors")).toThrow(CompileError);
      expect(await weightsOf(other)).toEqual(before);
      try {
        other.load(bytes, "mine.safetensors");
      } catch (error) {
        return (error as Error).message;
      }
      return "";
    };
    expect(await refusal(spirals({ optimizer: "adam(lr: 0.01)" }), {})).toMatch(/mine\.safetensors/);
    expect(await refusal(spirals(), { run: { seed: 2 } })).toMatch(/checkpoint-of-another-model/);
    expect(await refusal(spirals(), { backend: "cpu" })).toMatch(/it ran on wasm/);
    expect(await refusal(spirals(), {}, saved.slice(0, 200))).toMatch(/damaged/);
    const flipped = saved.slice();
    flipped[flipped.length - 1]! ^= 128;
    expect(await refusal(spirals(), {}, flipped)).toMatch(/damaged/);
  });

  test("warns of other data, and refuses to go on with a run on them", async () => {
    const files = tableFiles(housesTable(), "houses.csv");
    const others = tableFiles(housesTable().replace("city,50000", "city,50001"), "houses.csv");
    const model = await compileOnce(houses, { files });
    const begun = await model.save();
    await eventsOf(model.fit());
    const ended = await model.save();
    const other = await compileOnce(houses, { files: others });
    other.load(begun, "mine");
    expect(other.diagnostics.map(({ code }) => code)).toContain("data-changed");
    expect(() => other.fit()).toThrow(/`mine` cannot go on: of the 60 examples some/);
    await expect(other.step()).rejects.toThrow(/`mine` cannot go on/);
    expect(await other.evaluate()).not.toBeNull();
    other.load(ended, "mine");
    await eventsOf(other.fit());
    expect(await weightsOf(other)).toEqual(await weightsOf(model));
    expect(other.diagnostics.map(({ code }) => code)).toContain("data-changed");
    model.load(begun);
    expect(model.diagnostics.map(({ code }) => code)).not.toContain("data-changed");
  });
});

describe("memory", () => {
  test("as many tensors live after 300 steps as after 10, evaluations and predictions between", async () => {
    const { backend } = await openBackend("wasm");
    const model = await compileOnce(spirals({ epochs: 100 }));
    const live = async (steps: number) => {
      for (let step = 0; step < steps; step++) await model.step();
      await model.evaluate("train");
      await model.predict("val");
      await model.step({ x: [1, 2], label: [0] });
      return backend!.held();
    };
    const early = await live(10);
    expect(await live(145)).toBe(early);
    expect(await live(145)).toBe(early);
  });

  test("a part that there is not is named to a program without types", async () => {
    const model = await compileOnce(spirals());
    const wrong = "validation" as "val";
    await expect(model.evaluate(wrong)).rejects.toThrow(
      "no part is named validation; there are train, val, test",
    );
    await expect(model.predict(wrong)).rejects.toThrow(RangeError);
  });

  test("dispose frees everything, and so does a compilation that fails late", async () => {
    const { backend } = await openBackend("wasm");
    const before = backend!.held();
    const model = await compile(spirals());
    await model.step();
    await model.evaluate("train");
    expect(backend!.held()).toBeGreaterThan(before);
    model.dispose();
    expect(backend!.held()).toBe(before);
    model.dispose();
    await expect(model.step()).rejects.toThrow("the model was disposed");
    const late = spirals({ split: "80 / 0 / 20" });
    await expect(compile(late)).rejects.toThrow(/val\.loss/);
    expect(backend!.held()).toBe(before);
  });
});
