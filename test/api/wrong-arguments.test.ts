/** What callers without types may give to the methods: refused with what was meant, and never from inside. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type CompiledModel, compile } from "../../runtime/index.ts";
import { spirals } from "../cli/specs.ts";

let model: CompiledModel;
let weights: Float32Array;

beforeAll(async () => {
  model = await compile(spirals());
  weights = await model.weights("hidden.kernel");
});
afterAll(async () => {
  expect(await model.weights("hidden.kernel")).toEqual(weights);
  model.dispose();
});

type Fault = readonly [
  name: string,
  given: unknown,
  kind: typeof TypeError | typeof RangeError,
  says: string,
];

async function faultOf(call: () => unknown): Promise<unknown> {
  try {
    return await call();
  } catch (error) {
    return error;
  }
}

/** Calls a method as JavaScript can. */
const call = (method: "step" | "predict" | "load" | "fit", ...given: readonly unknown[]) =>
  faultOf(() => Reflect.apply(model[method], model, given));

const faultsOfFields: readonly Fault[] = [
  [
    "nested arrays",
    [
      [0.5, -0.5],
      [1, 2],
    ],
    TypeError,
    "x holds an Array at place 0; write one flat array, row-major, the example first: `x.flat(Infinity)` of nested arrays",
  ],
  [
    "rows of typed arrays",
    [new Float32Array(2)],
    TypeError,
    "x holds a Float32Array at place 0; write one flat array, row-major, the example first: `x.flatMap((row) => [...row])` of typed ones",
  ],
  ["a string", "12", TypeError, "x is a String; its values are one flat array of numbers, plain or typed"],
  ["null", null, TypeError, "x is null; its values are one flat array of numbers, plain or typed"],
  ["a number", 2, TypeError, "x is a Number; its values are one flat array of numbers, plain or typed"],
  [
    "big integers",
    new BigInt64Array(2),
    TypeError,
    "x is a BigInt64Array; its values are one flat array of numbers, plain or typed",
  ],
  [
    "bytes without a type",
    new DataView(new ArrayBuffer(8)),
    TypeError,
    "x is a DataView; its values are one flat array of numbers, plain or typed",
  ],
  ["numbers as strings", [1, "2"], TypeError, "x holds a String at place 1; its values are numbers"],
  ["a hole", [1, undefined], TypeError, "x holds undefined at place 1; its values are numbers"],
];

describe("fields", () => {
  test.each(faultsOfFields)("that are %s are refused", async (_, x, kind, says) => {
    for (const fault of [await call("predict", { x }), await call("step", { x, label: [0] })]) {
      expect(fault).toBeInstanceOf(kind);
      expect(fault).toHaveProperty("message", says);
    }
  });

  test.each<readonly [name: string, x: ArrayLike<number>]>([
    ["doubles", Float64Array.of(1, 2)],
    ["bytes", Uint8Array.of(1, 2)],
    ["plain numbers", [1, 2]],
    ["whole numbers", Int16Array.of(1, 2)],
  ])("that are %s mean the same as floats", async (_, x) => {
    expect(await call("predict", { x })).toEqual(await model.predict({ x: Float32Array.of(1, 2) }));
  });

  test.each<Fault>([
    ["a fraction", [0.5], RangeError, "label holds 0.5 at place 0; it takes whole numbers, such as indices"],
    [
      "a fraction among floats",
      Float32Array.of(1.5),
      RangeError,
      "label holds 1.5 at place 0; it takes whole numbers, such as indices",
    ],
    [
      "no number",
      [Number.NaN],
      RangeError,
      "label holds NaN at place 0; it takes whole numbers, such as indices",
    ],
    [
      "a number of more than 32 bits",
      [2 ** 32],
      RangeError,
      "label holds 4294967296 at place 0; it takes whole numbers, such as indices",
    ],
    ["a class by its name", ["one"], TypeError, "label holds a String at place 0; its values are numbers"],
  ])("of labels that hold %s are refused", async (_, label, kind, says) => {
    const fault = await call("step", { x: [1, 2], label });
    expect(fault).toBeInstanceOf(kind);
    expect(fault).toHaveProperty("message", says);
  });

  test("that the program does not take are refused, with the one that was meant", async () => {
    expect(await call("step", { x: [1, 2], lable: [0] })).toEqual(
      new RangeError("step takes no field lable: did you mean `label`?"),
    );
    expect(await call("predict", { x: [1, 2], label: [0] })).toEqual(
      new RangeError("predict takes no field label: known here: `x`"),
    );
  });
});

describe("instead of an object of fields", () => {
  test.each([
    ["null", null],
    ["an Array", [1, 2]],
    ["a Float32Array", Float32Array.of(1, 2)],
    ["a Map", new Map([["x", [1, 2]]])],
    ["a Number", 1],
  ])("%s is refused", async (found, given) => {
    expect(await call("step", given)).toEqual(
      new TypeError(`step takes an object of arrays, \`{ x: …, label: … }\`, and is given ${found}`),
    );
    expect(await call("predict", given)).toEqual(
      new TypeError(`predict takes an object of arrays, \`{ x: … }\`, and is given ${found}`),
    );
  });

  test("nothing is refused where inputs are needed, and a name where a batch is", async () => {
    expect(await call("predict")).toEqual(
      new TypeError("predict takes an object of arrays, `{ x: … }`, and is given undefined"),
    );
    expect(await call("step", "train")).toEqual(
      new TypeError("step takes an object of arrays, `{ x: …, label: … }`, and is given a String"),
    );
  });
});

test("what is loaded is bytes: no path, no promise of them, no buffer, not nothing", async () => {
  const says = "load takes the bytes of a checkpoint, a Uint8Array, and is given ";
  const faults: readonly (readonly [unknown, string])[] = [
    ["f.safetensors", "a String: read the file first, `await readFile(path)`"],
    [model.save(), "a Promise: `await` it first"],
    [new ArrayBuffer(8), "an ArrayBuffer: write `new Uint8Array(buffer)`"],
    [undefined, "undefined"],
  ];
  for (const [given, found] of faults) expect(await call("load", given)).toEqual(new TypeError(says + found));
  expect(await call("load", Buffer.from(await model.save()))).toBeUndefined();
});

test("the options of fit are an object", async () => {
  expect(await call("fit", null)).toEqual(
    new TypeError("fit takes its options as an object, and is given null"),
  );
});
