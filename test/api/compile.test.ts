import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import {
  CompiledModel,
  CompileError,
  check,
  compile,
  format,
  type Model,
  parse,
  Source,
} from "../../runtime/index.ts";
import { houses, housesTable, spirals } from "../cli/specs.ts";
import { compileOnce, lossesOf, tableFiles, weightsOf } from "./compiled.ts";

describe("compile", () => {
  test("takes a text, and the model document that it came to, alike", async () => {
    const text = await compileOnce(spirals());
    const document = await compileOnce(JSON.parse(JSON.stringify(text.model)));
    expect(await lossesOf(document, 10)).toEqual(await lossesOf(text, 10));
    expect(await weightsOf(document)).toEqual(await weightsOf(text));
  });

  test("heeds the choices that are given with it", async () => {
    const files = tableFiles(housesTable(), "houses.csv");
    const choices = { set: { width: 3 }, run: { epochs: 1, batch: 21, seed: 8 } };
    const { model } = await compileOnce(houses, { files, ...choices });
    expect(model).toMatchObject({ params: { width: 3 }, run: { epochs: 1, batch: 21, seed: 8 } });
    expect((await compileOnce(model, { files, run: { epochs: 9 } })).model.run).toMatchObject({
      epochs: 9,
      batch: 21,
    });
  });

  test("reads imports by the function it is given, and nothing without one", async () => {
    const [shared, train] = spirals().split(/(?=train )/) as [string, string];
    const source = `import "lib/shared.regnet"\n${train}`;
    const read = (path: string) => (path === "lib/shared.regnet" ? shared : null);
    const model = await compileOnce(source, { read });
    expect(await lossesOf(model, 3)).toEqual(await lossesOf(await compileOnce(spirals()), 3));
    await expect(compile(source)).rejects.toThrow(/lib\/shared\.regnet/);
  });

  test("trains on arrays from memory", async () => {
    const x = Float32Array.from({ length: 80 }, (_, i) => Math.sin(i));
    const label = Int32Array.from({ length: 40 }, (_, i) => (x[2 * i]! > 0 ? 1 : 0));
    const spec = `network Net { input x: f32[2]; output logits = x -> dense(8) as hidden -> relu -> dense(2) as head }
train t {
  network Net; data memory() { features x; target label; split 75 / 25 / 0 }
  loss cross_entropy(logits, label); optimizer adam(lr: 0.05); batch 8; epochs 30; seed 1; metrics accuracy
}`;
    const memory = { x: { values: x, shape: [2] }, label: { values: label, shape: [], label: true } };
    const model = await compileOnce(spec, { memory });
    for await (const event of model.fit()) if (event.type === "done") expect(event.reason).toBe("epochs");
    expect((await model.evaluate("val"))!.metrics.accuracy).toBeGreaterThan(0.8);
    expect(await model.evaluate("test")).toBeNull();
    await expect(compile(spec, { memory: { x: memory.x } })).rejects.toThrow(/label/);
  });

  test("throws everything that is wrong at once, as text and as diagnostics", async () => {
    const wrong = spirals()
      .replace("dense(width)", "dence(width)")
      .replace("metrics accuracy", "metrics acuracy");
    const error = await compile(wrong, { file: "my.regnet" }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(CompileError);
    const { diagnostics, message } = error as CompileError;
    expect(diagnostics.map(({ code }) => code)).toEqual(["unknown-layer", "unknown-definition"]);
    expect(message).toMatch(/my\.regnet:5:24[\s\S]*did you mean `dense`[\s\S]*my\.regnet:23/);
  });

  test("throws for a spec without a train block, for missing data, and for a document that is none", async () => {
    await expect(compile("network N { input x: f32[2]; output y = x }")).rejects.toThrow(/train block/);
    await expect(compile(houses)).rejects.toThrow(/houses\.csv/);
    await expect(compile({ hello: "world" } as unknown as Model)).rejects.toBeInstanceOf(CompileError);
  });

  test("says one thread where a step is too small for the two that are asked for, and warns", async () => {
    const model = await compileOnce(spirals(), { threads: 2 });
    expect(model.threads).toBe(1);
    expect(model.diagnostics.map(({ code }) => code)).toEqual(["threads-not-used"]);
    const alone = await compileOnce(spirals(), { threads: 1, backend: "cpu" });
    expect(alone.diagnostics).toEqual([]);
  });

  test.each([0, -1, 1.5, Number.NaN])("refuses %d threads", async (threads) => {
    await expect(compile(spirals(), { threads })).rejects.toThrow(/whole number from 1/);
  });

  test("keeps warnings for whoever asks", async () => {
    const model = await compileOnce(spirals().replace("kernel { decay 0.01 }", "kernel { l2 0.01 }"));
    expect(model.diagnostics.map(({ code, severity }) => [code, severity])).toContainEqual([
      "l2-under-adaptive",
      "warning",
    ]);
  });
});

test("the methods that are to be awaited are those that the page of the API names", () => {
  const page = readFileSync(join(import.meta.dirname, "../../docs/api.md"), "utf8");
  const [, awaited] = /To be awaited are ([^;]*), as are `compile`/.exec(page)!;
  const members = Object.entries(Object.getOwnPropertyDescriptors(CompiledModel.prototype));
  const asynchronous = members.filter(([, { value }]) => value?.constructor.name === "AsyncFunction");
  expect([...awaited!.matchAll(/`(\w+)`/g)].map(([, name]) => name)).toEqual(
    asynchronous.map(([name]) => name),
  );
});

describe("check, parse and format", () => {
  test("say what is wrong without throwing", async () => {
    expect((await check(spirals())).diagnostics).toEqual([]);
    const { diagnostics } = await check("network {");
    expect(diagnostics[0]).toMatchObject({ severity: "error", span: { file: "spec.regnet" } });
  });

  test("give the tree and the canonical form of a text", () => {
    const source = new Source("a.regnet", "network  N{input x:f32[2];output y=x}");
    expect(parse(source).diagnostics).toEqual([]);
    const { text } = format(source);
    expect(text).toContain("input x: f32[2]");
    expect(format(new Source("a.regnet", text!)).text).toBe(text);
  });
});
