/** What docs/api.md tells callers to do with rows as a file holds them. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { compile, suppliedFiles } from "../../runtime/index.ts";
import { readCheckpoint } from "../../runtime/node/index.ts";
import { flowers, flowersTable } from "../cli/specs.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "regnet-raw-"));
});
afterAll(() => rm(folder, { recursive: true }));

test("raw rows, by the scale and offset that a checkpoint holds, predict what the same rows of the data do", async () => {
  const files = suppliedFiles({ "flowers.csv": new TextEncoder().encode(flowersTable()) });
  const model = await compile(flowers.replace("60 / 20 / 20", "100 / 0 / 0"), { files });
  const path = join(folder, "flowers.safetensors");
  await writeFile(path, await model.save());

  const field = (await readCheckpoint(path)).value!.fitted.find(({ name }) => name === "x");
  if (field?.kind !== "columns") throw new Error("x is made of columns");
  const rows = flowersTable().trim().split("\n").slice(1);
  const x = rows.flatMap((row) => {
    const cells = row.split(",");
    return field.columns.map((column, place) =>
      column.kind === "number" ? column.scale * Number(cells[place]) + column.offset : Number.NaN,
    );
  });
  const sorted = (values: Float32Array) => [...values].sort((one, other) => one - other);
  const ofRows = (await model.predict({ x })).get("logits")!;
  const ofData = (await model.predict("train")).get("logits")!;
  expect(sorted(ofRows.values)).toEqual(sorted(ofData.values));
  model.dispose();
});
