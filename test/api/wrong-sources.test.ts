/** What callers without types may give to `compile` and `check`, and where neither can run. */
import { expect, test } from "vitest";
import packageFile from "../../package.json" with { type: "json" };
import { checkHost, OLDEST_NODE } from "../../runtime/arguments/check-host.ts";
import { check, compile } from "../../runtime/index.ts";
import { spirals } from "../cli/specs.ts";

/** What both say; each begins with its own name. */
async function faultOf(...given: readonly unknown[]): Promise<string> {
  const says: string[] = [];
  for (const method of [compile, check]) {
    const fault: unknown = await Reflect.apply(method, undefined, given).then(
      () => null,
      (error: unknown) => error,
    );
    expect(fault).toBeInstanceOf(TypeError);
    says.push((fault as TypeError).message);
  }
  const [ofCompile, ofCheck] = says as [string, string];
  expect(ofCheck.replace("check", "compile")).toBe(ofCompile);
  return ofCompile;
}

test.each([["examples/wine.regnet"], ["C:\\my specs\\wine.regnet"], ["dist/model.json"]])(
  "the path %s is no text of a spec",
  async (path) => {
    expect(await faultOf(path)).toBe(
      `compile takes the text of a spec, and \`${path}\` is a path: read the file first, \`await readFile(path, "utf8")\``,
    );
  },
);

test("a text that ends with an import is no path", async () => {
  const { diagnostics } = await check('param a = 1\nimport "wine.regnet"');
  expect(diagnostics.map(({ code }) => code)).toEqual(["import-not-found"]);
});

test.each([
  ["nothing", undefined, "undefined"],
  ["a number", 5, "a Number"],
  ["bytes", new Uint8Array(3), 'a Uint8Array: read the file as text, `await readFile(path, "utf8")`'],
  ["a promise", Promise.resolve(""), "a Promise: `await` it first"],
])("%s is no source", async (_, source, found) => {
  expect(await faultOf(source)).toBe(
    `compile takes the text of a spec, or a model document, and is given ${found}`,
  );
});

test.each([
  ["null", null],
  ["a String", "wine.regnet"],
  ["an Array", []],
])("options that are %s are refused", async (found, options) => {
  expect(await faultOf(spirals(), options)).toBe(
    `compile takes its options as an object, and is given ${found}`,
  );
});

test.each([
  ["train", null, "a text as `train`, and is given null"],
  ["file", 3, "a text as `file`, and is given a Number"],
  ["files", "data", "an object as `files`, and is given a String"],
  ["memory", [], "an object as `memory`, and is given an Array"],
  ["read", "text", "a function as `read`, and is given a String"],
  ["run", 3, "an object as `run`, and is given a Number"],
])("the option %s is refused when it is %j", async (name, value, says) => {
  expect(await faultOf(spirals(), { [name]: value })).toBe(`compile takes ${says}`);
});

test("a host that is too old is told which version is needed", async () => {
  expect(packageFile.engines.node).toBe(`>=${OLDEST_NODE}`);
  const { groupBy } = Object;
  Reflect.deleteProperty(Object, "groupBy");
  try {
    const says = `regnet needs Node ${OLDEST_NODE} or newer, or a browser as new; this is ${process.versions.node}`;
    await expect(compile(spirals())).rejects.toThrow(says);
    expect(checkHost).toThrow(says);
  } finally {
    Object.defineProperty(Object, "groupBy", { value: groupBy, configurable: true, writable: true });
  }
  expect(checkHost).not.toThrow();
});
