/** Which run `--resume` goes on with, and which it refuses to. */
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { RunResult } from "../../runtime/index.ts";
import { expectDone, expectFault, folderWith, readJson, regnet } from "./regnet.ts";
import { spirals } from "./specs.ts";

test("without --out the latest run of the spec is gone on with, not that of another", async () => {
  const other = spirals().replaceAll("spiral {", "other {");
  const folder = folderWith({ "a.regnet": spirals(), "b.regnet": other, "runs/notes.txt": "" });
  for (const args of [["a.regnet"], ["a.regnet", "--seed", "5"], ["b.regnet"]])
    expectDone(await regnet(folder, "run", ...args));
  const resumed = await regnet(folder, "run", "a.regnet", "--resume", "--json");
  expectDone(resumed);
  const stored = readJson<RunResult>(folder, "runs/spiral-2/result.json");
  expect(JSON.parse(resumed.stdout)).toMatchObject({ name: "spiral", seed: 5, loss: stored.loss });
});

test("a run is gone on with on its own backend", async () => {
  const folder = folderWith({ "a.regnet": spirals() });
  expectDone(await regnet(folder, "run", "a.regnet", "--backend", "cpu"));
  const resumed = await regnet(folder, "run", "a.regnet", "--resume", "--json");
  expectDone(resumed);
  expect(JSON.parse(resumed.stdout)).toMatchObject({ backend: "cpu" });
  expectFault(await regnet(folder, "run", "a.regnet", "--resume", "--backend", "wasm"), 1, /it ran on cpu/);
});

test("a run without a checkpoint is not begun again as another model", async () => {
  const folder = folderWith({ "a.regnet": spirals() });
  expectDone(await regnet(folder, "run", "a.regnet", "--out", "r"));
  rmSync(join(folder, "r/checkpoint.safetensors"));
  writeFileSync(join(folder, "a.regnet"), spirals().replace("tanh", "relu"));
  const resumed = await regnet(folder, "run", "a.regnet", "--resume", "--out", "r");
  expectFault(resumed, 1, /the network, or the policy on it, has changed since the run began/);
});

test("a damaged model document is named by its file", async () => {
  const folder = folderWith({ "a.regnet": spirals() });
  expectDone(await regnet(folder, "run", "a.regnet", "--out", "r"));
  writeFileSync(join(folder, "r/model.json"), '{"regnet": 1, ');
  expectFault(await regnet(folder, "eval", "r"), 1, /document-not-json/, /r\/model\.json: /);
});
