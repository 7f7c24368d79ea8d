import { describe, expect, test } from "vitest";
import { CompileError, type CompileOptions, check, compile } from "../../runtime/index.ts";

const spec = `network Net { input x: f32[2]; output logits = x -> dense(2) as head }
train t {
  network Net; data memory() { features x { standardize }; target label; split 80 / 20 / 0 }
  loss cross_entropy(logits, label); optimizer sgd(lr: 0.1); batch 2; epochs 1
}`;
const x = { values: Float32Array.from({ length: 20 }, (_, i) => i), shape: [2] };
const label = { values: Int32Array.from({ length: 10 }, (_, i) => i % 2), shape: [], label: true };

/** As a caller without types may give them. */
async function faultsOf(memory: unknown): Promise<readonly string[]> {
  const { diagnostics } = await check(spec, { memory } as CompileOptions);
  return diagnostics.map(({ code, message, hint }) => `${code}: ${message} (${hint})`);
}

const withNumber = (values: Float32Array, place: number, value: number) => values.with(place, value);

describe("numbers in memory", () => {
  test("are finite in every example, whatever part it is in", async () => {
    expect(await faultsOf({ x, label })).toEqual([]);
    for (let place = 0; place < 20; place++) {
      const [fault, ...others] = await faultsOf({
        x: { ...x, values: withNumber(x.values, place, Number.NaN) },
        label,
      });
      expect(fault).toContain(`the field \`x\` is NaN in example ${Math.floor(place / 2)} (`);
      expect(others).toEqual([]);
    }
  });

  test("are counted by the example, in features and targets", async () => {
    const values = withNumber(withNumber(withNumber(x.values, 6, Infinity), 7, Number.NaN), 19, -Infinity);
    const labels = new Float32Array(10).fill(0).with(4, Number.NaN);
    const faults = await faultsOf({ x: { ...x, values }, label: { ...label, values: labels } });
    expect(faults).toMatchInlineSnapshot(`
      [
        "number-not-finite: the field \`x\` is Infinity in example 3, and not finite in another (leave such examples out, or put a number in their place; examples are counted from 0)",
        "number-not-finite: the field \`label\` is NaN in example 4 (leave such examples out, or put a number in their place; examples are counted from 0)",
      ]
    `);
  });

  test("that no field of the spec reads are no fault", async () => {
    const unread = { values: new Float32Array(10).fill(Number.NaN), shape: [] };
    expect(await faultsOf({ x, label, unread })).toEqual([]);
  });
});

describe("fields in memory that callers without types may give", () => {
  test.each([
    ["an array of arrays", [[1, 2]]],
    ["a typed array alone", x.values],
    ["nothing", undefined],
    ["plain numbers", { values: [1, 2, 3, 4], shape: [2] }],
    ["doubles", { values: new Float64Array(20), shape: [2] }],
    ["no values", { shape: [2] }],
    ["no shape", { values: x.values }],
    ["a name that is misspelt", { ...x, shapes: [2] }],
  ])("are refused for %s", async (_, field) => {
    const faults = await faultsOf({ x: field, label });
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatchSnapshot();
  });
});

describe("shapes in memory", () => {
  test("that count the examples, too, are refused, whatever other field comes first", async () => {
    const says =
      "shape-counts-examples: the shape [10, 2] of the field `x` of `memory` counts its 10 examples, too (`shape` is that of one example: `[2]`)";
    const batched = { ...x, shape: [10, 2] };
    expect(await faultsOf({ x: batched, label })).toEqual([says]);
    expect(await faultsOf({ label, x: batched })).toEqual([says]);
    const labels = { ...label, shape: [10] };
    expect(await faultsOf({ x, label: labels })).toEqual([
      "shape-counts-examples: the shape [10] of the field `label` of `memory` counts its 10 examples, too (`shape` is that of one example: `[]`)",
    ]);
  });

  test("that hold one example are no such fault", async () => {
    const { diagnostics } = await check(
      spec.replace("f32[2]", "f32[20]").replace("80 / 20 / 0", "100 / 0 / 0"),
      { memory: { x: { ...x, shape: [20] }, label: { ...label, values: new Int32Array(1) } } },
    );
    expect(diagnostics.map(({ code }) => code)).not.toContain("shape-counts-examples");
  });

  test.each([[0], [-2], [2.5], ["2"], [null], [Number.NaN]])("that hold %j are refused", async (size) => {
    expect(await faultsOf({ x: { ...x, shape: [size] }, label })).toEqual([
      `size-not-whole: the shape of the field \`x\` of \`memory\` holds ${size} (a shape is a list of whole numbers from 1; \`[]\` stands for one number each)`,
    ]);
  });
});

describe("options of compile", () => {
  const faultOf = async (options: object) =>
    compile(spec, { memory: { x, label }, ...options } as CompileOptions).then(
      () => null,
      (error: unknown) => (error instanceof CompileError ? error.message : error),
    );

  test("that are misspelt are refused, with the one that was meant", async () => {
    expect(await faultOf({ treads: 2 })).toMatchInlineSnapshot(`
      "error[unknown-setting]: \`compile\` has no option \`treads\`
        = hint: did you mean \`threads\`?
        = docs: docs/diagnostics.md#unknown-setting"
    `);
    expect(await faultOf({ run: { epoch: 2 } })).toContain("did you mean `epochs`?");
  });

  test("that belong under another are told where", async () => {
    expect(await faultOf({ epochs: 2 })).toContain("write `run: { epochs: … }`");
  });

  test("are checked without throwing too, beside what else is wrong", async () => {
    const options = { memory: { x }, bakend: "cpu" } as CompileOptions;
    const { diagnostics } = await check(spec, options);
    expect(diagnostics.map(({ code }) => code)).toEqual(["unknown-setting", "field-not-in-source"]);
  });

  test("are refused for a model document as for a text", async () => {
    const compiled = await compile(spec, { memory: { x, label } });
    const again = compile(compiled.model, { memory: { x, label }, seeed: 1 } as CompileOptions);
    await expect(again).rejects.toThrow(/no option `seeed`/);
    compiled.dispose();
  });
});
