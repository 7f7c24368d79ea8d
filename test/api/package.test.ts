/** The package as a consumer has it: imported by name, typed, and as its documentation shows it. */
import { execFile } from "node:child_process";
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { beforeAll, describe, expect, inject, test } from "vitest";
import { expectDone, folderWith } from "../cli/regnet.ts";
import { flowersTable, housesTable } from "../cli/specs.ts";

const root = join(import.meta.dirname, "../..");
const run = promisify(execFile);

/** The TypeScript examples of a page, each a file of its own. */
function examplesOf(page: string): Record<string, string> {
  const text = readFileSync(join(root, page), "utf8");
  const blocks = [...text.matchAll(/^```ts\n([\s\S]*?)^```/gm)].map(([, code]) => code!);
  return Object.fromEntries(blocks.map((code, index) => [`example-${index + 1}.ts`, code]));
}

const consumer = `import { compile, CompileError, type CompiledModel, type RunResult, type TrainingEvent } from "regnet";
import { parseModel, validateModel } from "regnet/compiler";
import { format, Source } from "regnet/grammar";
import { nodeFiles } from "regnet/node";

export async function train(text: string): Promise<RunResult | null> {
  const model: CompiledModel = await compile(text, { files: nodeFiles(["data"]), backend: "cpu" });
  let last: TrainingEvent | null = null;
  for await (const event of model.fit()) last = event;
  const accuracy: number | undefined = (await model.evaluate("val"))?.metrics.accuracy;
  // @ts-expect-error there is no such part
  await model.evaluate("validation");
  // @ts-expect-error there is no such backend
  await compile(text, { backend: "abacus" });
  return last?.type === "done" && accuracy !== undefined ? last.result : null;
}

export const codes = (error: CompileError): readonly string[] => error.diagnostics.map(({ code }) => code);
export const tidy: string | null = format(new Source("a.regnet", "network N{}")).text;
export const models = [parseModel("{}").model, validateModel({}).model];
`;

const config = {
  compilerOptions: {
    target: "ES2024",
    module: "NodeNext",
    strict: true,
    noEmit: true,
    types: ["node"],
    typeRoots: [join(root, "node_modules/@types")],
    allowImportingTsExtensions: true,
  },
  include: ["*.ts"],
};

const examples = examplesOf("docs/api.md");

describe("the package", () => {
  let folder: string;

  beforeAll(async () => {
    const installed = inject("packageFolder");
    folder = folderWith({
      "consumer.ts": consumer,
      "tsconfig.json": JSON.stringify(config),
      "package.json": JSON.stringify({ type: "module" }),
      "data/houses.csv": housesTable(),
      "data/flowers.csv": flowersTable(),
      ...examples,
    });
    mkdirSync(join(folder, "node_modules"));
    symlinkSync(installed, join(folder, "node_modules/regnet"));
    const tsc = join(root, "node_modules/typescript/bin/tsc");
    await run(
      process.execPath,
      [tsc, "-p", "tsconfig.types.json", "--outDir", join(installed, "dist/types")],
      { cwd: root },
    );
  });

  test("type-checks for a strict consumer, and so do the examples of its documentation", async () => {
    const tsc = join(root, "node_modules/typescript/bin/tsc");
    const checked = await run(process.execPath, [tsc, "-p", "."], { cwd: folder }).catch((error) => error);
    expect(checked.stdout.split("\n").slice(0, 5).join("\n")).toBe("");
  });

  test("is found by require as well", async () => {
    const code = 'console.log(typeof require("regnet").compile, typeof require("regnet/node").nodeFiles)';
    writeFileSync(join(folder, "required.cjs"), code);
    expect((await run(process.execPath, ["required.cjs"], { cwd: folder })).stdout).toBe(
      "function function\n",
    );
  });

  test("compiles for wide vectors what comes after they are turned on, and only where they are", async () => {
    const script = `
      import { compile } from "regnet";
      import { enableWideVectors } from "regnet/node";
      const compileModule = WebAssembly.compile;
      let bytes = 0;
      WebAssembly.compile = (module) => {
        bytes += module.byteLength;
        return compileModule(module);
      };
      const text = \`
        data points = spirals(examples: 30)
        network N { input x: points.x; output y = x -> dense(40) -> relu -> dense(2) }
        train t { network N; data points; loss cross_entropy(y, label); optimizer adam(lr: 0.1); epochs 1 }\`;
      async function bytesOfModules() {
        bytes = 0;
        const model = await compile(text);
        for await (const event of model.fit());
        model.dispose();
        return bytes;
      }
      const before = await bytesOfModules();
      const { enabled } = enableWideVectors();
      const after = await bytesOfModules();
      console.log(JSON.stringify({ isCompiled: before > 0, isAnother: before !== after, enabled }));`;
    writeFileSync(join(folder, "wide.js"), script);
    const { stdout } = await run(process.execPath, ["wide.js"], { cwd: folder });
    const { isCompiled, isAnother, enabled } = JSON.parse(stdout);
    expect({ isCompiled, isAnother }).toEqual({ isCompiled: true, isAnother: enabled });
  });

  test.each(Object.keys(examples))("%s of docs/api.md runs", async (name) => {
    const ended = await run(process.execPath, [name], { cwd: folder, env: {} }).then(
      ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
      ({ code, stdout, stderr }) => ({ code, stdout, stderr }),
    );
    expectDone(ended);
  });
});

test("the documentation has examples", () => {
  expect(Object.keys(examples).length).toBeGreaterThan(3);
});
