import { describe, expect, it } from "vitest";
import { collectData } from "../../compiler/check/check.ts";
import { codesOf, load, modelOf, specWith } from "./check-text.ts";

const main = specWith({
  top: 'import Strong from "../policies/strong.regnet"',
  train: { policy: "policy Strong" },
});
const strong =
  'import "base.regnet"\nparam amount = 0.3\npolicy Strong extends Base { kernel { l2 amount } }';
const base = "policy Base { bias { l2 0.9 } }";
const files = { "specs/main.regnet": main, "policies/strong.regnet": strong, "policies/base.regnet": base };

describe("imports", () => {
  it("are found beside the importing file, and bring what they need", async () => {
    const model = await modelOf(files);
    const [kernel, bias] = model.network.parameters;
    expect(kernel!.policy[0]).toMatchObject({
      technique: "l2",
      options: { strength: { options: { value: 0.3 } } },
    });
    expect(bias!.policy[0]!.rule).toMatchObject({ policy: "Base", origin: { file: "policies/base.regnet" } });
    expect(model.params).toEqual({ amount: 0.3 });
  });

  it("are not passed on", async () => {
    const leaky = { ...files, "specs/main.regnet": main.replace("import Strong", "import Base") };
    expect(await codesOf(leaky)).toEqual(["unknown-import", "unknown-name"]);
  });

  it("bring a file once, however many import it", async () => {
    const twice = specWith({ top: 'import "a.regnet"\nimport "a.regnet"\nimport P2 from "a.regnet"' });
    expect(await codesOf({ "m.regnet": twice, "a.regnet": "policy P2 { }" })).toEqual([]);
  });

  it.each([
    "/etc/passwd",
    "../../x.regnet",
    "C:\\x.regnet",
    "https://example.org/x.regnet",
    "~/x.regnet",
    "",
  ])("never leave the project folder: %j", async (path) => {
    const asked: string[] = [];
    const { loadSpec } = await import("../../compiler/check/load-spec.ts");
    const text = `import ${JSON.stringify(path)}`;
    const spec = await loadSpec("a/main.regnet", {
      read: (file) => {
        asked.push(file);
        return file === "a/main.regnet" ? text : "";
      },
    });
    expect(asked).toEqual(["a/main.regnet"]);
    expect(spec.diagnostics.map(({ code }) => code)).toEqual(["import-outside-project"]);
  });

  it("may come asynchronously", async () => {
    const { loadSpec } = await import("../../compiler/check/load-spec.ts");
    const read = async (path: string) => (files as Record<string, string>)[path] ?? null;
    expect([...(await loadSpec("specs/main.regnet", { read })).files.keys()]).toEqual([
      "policies/base.regnet",
      "policies/strong.regnet",
      "specs/main.regnet",
    ]);
  });
});

describe("the data of a train block", () => {
  it("is known before the network is checked", async () => {
    const table = `data houses = csv("h.csv") {
  features x: [age, income] { numeric: standardize; missing: median; category: onehot }
  target   y: price { standardize }
  split 80 / 15 / 5
}`;
    const spec = await load(
      specWith({
        top: table,
        net: "input x: houses.x\n  output y = x -> oops",
        train: { data: "data houses" },
      }),
    );
    const { source, diagnostics } = collectData(spec, {});
    expect(diagnostics).toEqual([]);
    expect(source).toMatchObject({
      name: "houses",
      source: "csv",
      split: { train: 0.8, validation: 0.15, test: 0.05 },
      fields: [
        { name: "x", role: "features", columns: ["age", "income"] },
        { name: "y", role: "target", columns: ["price"], transforms: [{ name: "standardize", options: {} }] },
      ],
    });
    expect(source!.fields[0]!.transforms.map(({ name }) => name)).toEqual([
      "standardize",
      "median",
      "onehot",
    ]);
  });

  it("may be written into the train block; fields of a source are there without being named", async () => {
    const spec = await load(
      specWith({ train: { data: 'data idx("mnist") { image: scale(1 / 255); split 95 / 5 }' } }),
    );
    const { source } = collectData(spec, {});
    expect(source).toMatchObject({ name: "idx", split: { train: 0.95, validation: 0.05, test: 0 } });
    expect(source!.fields.map(({ name, transforms }) => [name, transforms.length])).toEqual([
      ["image", 1],
      ["label", 0],
    ]);
  });

  it("is null when it is in error, with what is wrong", async () => {
    const spec = await load(specWith({ train: { data: "data csv(3) { features x; target y }" } }));
    const { source, diagnostics } = collectData(spec, {});
    expect(source).toBeNull();
    expect(diagnostics.map(({ code }) => code)).toEqual(["wrong-option"]);
  });
});
