/** What is said of a run whose data is not what it was. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { gzip } from "../data/bytes.ts";
import { expectDone, expectFault, folderWith, regnet } from "./regnet.ts";
import { houses, housesTable } from "./specs.ts";

const table = housesTable();
const changed = table.replace("50,,city,50000", "50,,city,50001");

let folder: string;

beforeAll(async () => {
  folder = folderWith({
    "a.regnet": houses,
    "houses.csv": table,
    "changed/houses.csv": changed,
    "more/houses.csv": housesTable(61),
    "packed/houses.csv.gz": gzip(new TextEncoder().encode(table)),
  });
  expectDone(await regnet(folder, "run", "a.regnet", "--out", "r"));
});

const resume = (data: string) =>
  regnet(folder, "run", "a.regnet", "--resume", "--out", "r", "--data", data, "--quiet");

describe("a run on data that has changed", () => {
  test("does not go on, and says how it differs", async () => {
    expect(changed).not.toBe(table);
    const other = await resume("changed");
    expectFault(other, 1, /checkpoint-of-other-data/, /`r` cannot go on: of the 60 examples some are others/);
    expectFault(await resume("more"), 1, /there are 61 examples, and there were 60/);
  });

  test("goes on when the same values come from another file", async () => {
    expectDone(await resume("packed"));
  });

  test("is evaluated and predicted with a warning", async () => {
    for (const command of ["eval", "predict"]) {
      const [same, other] = await Promise.all(
        [".", "changed"].map((data) => regnet(folder, command, "r", "--data", data)),
      );
      expect([same!.code, same!.stderr]).toEqual([0, ""]);
      expectDone(other!);
      expect(other!.stderr).toMatch(/warning\[data-changed\]: `r` was trained on other data/);
    }
  });

  test("predicts new rows without one", async () => {
    writeFileSync(join(folder, "new.csv"), "area,rooms,place\n140,2,city\n");
    const predicted = await regnet(folder, "predict", "r", "--input", "new.csv");
    expect([predicted.code, predicted.stderr]).toEqual([0, ""]);
  });
});
