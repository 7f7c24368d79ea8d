/** What can be done with a run folder: evaluate it, and predict with it. */

import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { parse } from "csv-parse/sync";
import { beforeAll, describe, expect, test } from "vitest";
import type { RunResult } from "../../runtime/index.ts";
import { expectDone, expectFault, folderWith, readJson, regnet, start } from "./regnet.ts";
import {
  flowers,
  flowersTable,
  halves,
  houses,
  housesTable,
  imageFiles,
  images,
  letters,
  spirals,
} from "./specs.ts";

type Row = Readonly<Record<string, string>>;

let folder: string;

beforeAll(async () => {
  folder = folderWith({
    "houses.regnet": houses,
    "houses.csv": housesTable(),
    "flowers.regnet": flowers,
    "flowers.csv": flowersTable(),
    "images.regnet": images,
    ...imageFiles(),
    "spirals.regnet": spirals({ epochs: 8 }),
    "letters.regnet": letters,
    "letters.txt": "abcd".repeat(60),
    "new.txt": "cdabcd",
    "foreign.txt": "abcabcä",
  });
  const runs = ["houses", "flowers", "images", "spirals", "letters"].map((name) =>
    regnet(folder, "run", `${name}.regnet`, "--out", `run-${name}`),
  );
  for (const run of await Promise.all(runs)) expectDone(run);
});

const rowsOf = (csv: string): Row[] => parse(csv, { columns: true });

describe("eval", () => {
  test.each(["houses", "flowers", "images", "spirals", "letters"])(
    "scores the parts of %s as its result says",
    async (name) => {
      const { loss, metrics } = readJson<RunResult>(folder, `run-${name}/result.json`);
      for (const part of ["train", "val", "test"] as const) {
        const evaluated = await regnet(
          folder,
          "eval",
          `run-${name}`,
          "--data",
          ".",
          "--part",
          part,
          "--json",
        );
        expectDone(evaluated);
        const { loss: found, metrics: measured } = JSON.parse(evaluated.stdout);
        expect(found).toMatchObject(loss[part]!);
        expect(measured).toEqual(metrics[part]);
      }
    },
  );

  test("speaks of the test part in one line for people", async () => {
    const { code, stdout } = await regnet(folder, "eval", "run-spirals");
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^test, 13 examples: loss \d\.\d{4} \(data .* \+ penalty .*\) {2}accuracy [01]\.\d{4}\n$/,
    );
  });

  test("takes a number of threads, and warns of more than are used", async () => {
    const scored = (...args: string[]) => regnet(folder, "eval", "run-spirals", "--json", ...args);
    const [one, two] = await Promise.all([
      scored("--threads", "1"),
      scored("--threads", "2", "--backend", "cpu"),
    ]);
    expect([one.code, one.stderr]).toEqual([0, ""]);
    expectDone(two);
    expect(two.stderr).toMatch(/warning\[threads-not-used\]: 2 threads are asked for, and cpu uses one/);
    expect(two.stderr).toMatch(/hint: only the backend wasm shares/);
    expect(JSON.parse(two.stdout).metrics).toEqual(JSON.parse(one.stdout).metrics);
    expectFault(await scored("--threads", "0"), 2, /whole number from 1/);
  });

  test("takes wide vectors, which change no number, and warns where there are none", async () => {
    const scored = (...args: string[]) => regnet(folder, "eval", "run-spirals", "--json", ...args);
    const [narrow, wide, cpu] = await Promise.all([
      scored(),
      scored("--wide-vectors"),
      scored("--wide-vectors", "--backend", "cpu"),
    ]);
    expectDone(wide);
    // A machine without AVX2 is warned of.
    expect(wide.stderr).toMatch(/^$|^warning\[wide-vectors-unavailable\]: .* with them a product is/);
    expect(JSON.parse(wide.stdout)).toEqual(JSON.parse(narrow.stdout));
    expect(cpu.stderr).toMatch(/warning\[wide-vectors-unavailable\]: .* only the backend wasm has them/);
  });

  test("says when the data is not found, and where it looked", async () => {
    expectFault(await regnet(folder, "eval", "run-houses"), 1, /houses\.csv/, /--data/);
  });
});

describe("predict", () => {
  test("names classes, with their probability, for a new table without the target", async () => {
    writeFileSync(join(folder, "new.csv"), "width,length\n3.1,20.6\n5.2,0.3\n4.1,10.9\n");
    const predicted = await regnet(folder, "predict", "run-flowers", "--input", "new.csv");
    expectDone(predicted);
    const rows = rowsOf(predicted.stdout);
    expect(rows.map(({ species }) => species)).toEqual(["tulip", "iris", "rose"]);
    for (const row of rows) {
      const logits = [0, 1, 2].map((index) => Number(row[`output.logits.${index}`]));
      const sum = logits.reduce((total, logit) => total + Math.exp(logit), 0);
      expect(Number(row.species_probability)).toBeCloseTo(Math.exp(Math.max(...logits)) / sum, 6);
    }
  });

  test("gives numbers in the units of the table, missing values filled in as in training", async () => {
    writeFileSync(join(folder, "new-houses.csv"), "area,rooms,place\n140,2,city\n60,,coast\n");
    const predicted = await regnet(folder, "predict", "run-houses", "--input", "new-houses.csv", "--json");
    expectDone(predicted);
    const rows: Record<string, number>[] = JSON.parse(predicted.stdout);
    expect(rows.map((row) => Object.keys(row))).toEqual([
      ["price", "output.y"],
      ["price", "output.y"],
    ]);
    expect(rows[0]!.price).toBeGreaterThan(rows[1]!.price! + 20_000);
    const slope = (rows[0]!.price! - rows[1]!.price!) / (rows[0]!["output.y"]! - rows[1]!["output.y"]!);
    const prices = rowsOf(housesTable()).map(({ price }) => Number(price));
    const mean = prices.reduce((sum, price) => sum + price, 0) / prices.length;
    const deviation = Math.sqrt(prices.reduce((sum, price) => sum + (price - mean) ** 2, 0) / prices.length);
    // Standardised by the training part alone, a sample of these.
    expect(slope / deviation).toBeGreaterThan(0.8);
    expect(slope / deviation).toBeLessThan(1.2);
    expect(rows[0]!.price).toBeGreaterThan(Math.min(...prices));
  });

  test("answers yes or no with the probability of yes", async () => {
    const table = Array.from({ length: 80 }, (_, row) => `${row - 40},${row < 40 ? 0 : 1}`);
    writeFileSync(join(folder, "sick.csv"), ["dose,sick", ...table].join("\n"));
    writeFileSync(
      join(folder, "sick.regnet"),
      `data doses = csv("sick.csv") { features x: dose { standardize }; target sick: sick }
network N { input x: doses.x; output z = x -> dense(1) }
train sick {
  network N; data doses; loss binary_cross_entropy(z, sick)
  optimizer adam(lr: 0.1); batch 16; epochs 20
}
`,
    );
    expectDone(await regnet(folder, "run", "sick.regnet", "--out", "run-sick"));
    writeFileSync(join(folder, "doses.csv"), "dose\n-30\n30\n");
    const predicted = await regnet(folder, "predict", "run-sick", "--input", "doses.csv");
    expectDone(predicted);
    const rows = rowsOf(predicted.stdout);
    expect(rows.map(({ sick }) => sick)).toEqual(["0", "1"]);
    for (const row of rows) {
      const probability = 1 / (1 + Math.exp(-Number(row["output.z"])));
      expect(Number(row.sick_probability)).toBeCloseTo(probability, 6);
    }
  });

  test("reads an IDX file of images", async () => {
    writeFileSync(join(folder, "new-images"), halves(7).images);
    const predicted = await regnet(folder, "predict", "run-images", "--input", "new-images");
    expectDone(predicted);
    expect(rowsOf(predicted.stdout).map(({ label }) => label)).toEqual(["0", "1", "0", "1", "0", "1", "0"]);
  });

  test("says which characters follow each one of a text, and after its last", async () => {
    const predicted = await regnet(folder, "predict", "run-letters", "--input", "new.txt");
    expectDone(predicted);
    const rows = rowsOf(predicted.stdout);
    expect(Object.keys(rows[0]!)).toEqual([
      "position",
      "character",
      ...["next", "next_probability", "second", "second_probability", "third", "third_probability"],
    ]);
    expect(rows.map(({ position }) => position).join("")).toBe("012345");
    expect(rows.map(({ character }) => character).join("")).toBe("cdabcd");
    expect(rows.map(({ next }) => next).join("")).toBe("dabcda");
    for (const row of rows) {
      const [first, second, third] = ["next", "second", "third"].map((rank) =>
        Number(row[`${rank}_probability`]),
      );
      expect(first).toBeGreaterThan(0.5);
      expect(first! + second! + third!).toBeLessThanOrEqual(1.000001);
      expect(second).toBeGreaterThanOrEqual(third!);
    }
    const foreign = await regnet(folder, "predict", "run-letters", "--input", "foreign.txt");
    expectFault(foreign, 1, /foreign\.txt/, /without the character "ä" \(U\+00E4\)/);
  });

  test("goes on from a text that is shorter than a window", async () => {
    writeFileSync(join(folder, "short.txt"), "da");
    writeFileSync(join(folder, "empty.txt"), "");
    const predicted = await regnet(folder, "predict", "run-letters", "--input", "short.txt", "--json");
    expectDone(predicted);
    const rows: Row[] = JSON.parse(predicted.stdout);
    expect(rows.map(({ character, next }) => [character, next])).toEqual([
      ["d", "a"],
      ["a", "b"],
    ]);
    expectFault(await regnet(folder, "predict", "run-letters", "--input", "empty.txt"), 1, /0 characters/);
  });

  test("says the same of a part of the text it was trained on, each character once", async () => {
    const predicted = await regnet(folder, "predict", "run-letters", "--data", ".", "--part", "val");
    expectDone(predicted);
    const rows = rowsOf(predicted.stdout);
    const [first] = rows;
    const positions = rows.map(({ position }) => Number(position));
    expect(positions).toEqual(positions.map((_, row) => Number(first!.position) + row));
    expect(rows.map(({ character }) => character)).toEqual(positions.map((position) => "abcd"[position % 4]));
    expect(rows.slice(0, -1).map(({ next }) => next)).toEqual(
      rows.slice(1).map(({ character }) => character),
    );
  });

  test("takes a number of threads, and gives the same with any", async () => {
    const predict = (...args: string[]) => regnet(folder, "predict", "run-images", "--data", ".", ...args);
    const [alone, asked] = await Promise.all([predict("--threads", "1"), predict("--threads", "2")]);
    expect([alone.code, alone.stderr]).toEqual([0, ""]);
    expectDone(asked);
    expect(asked.stderr).toMatch(/2 threads are asked for, and wasm uses one[\s\S]*the step is too small/);
    expect(asked.stdout).toBe(alone.stdout);
  });

  test("takes a part of its own data, and writes to a file", async () => {
    const predict = (...args: string[]) => regnet(folder, "predict", "run-spirals", ...args);
    const [printed, written] = await Promise.all([
      predict("--part", "val"),
      predict("--part", "val", "--out", "val.csv"),
    ]);
    expectDone(printed);
    expect(written.stdout).toBe("");
    expect(rowsOf(printed.stdout)).toHaveLength(13);
    expectDone(await predict("--part", "val", "--json", "--out", "val.json"));
    expect(readJson<readonly unknown[]>(folder, "val.json")).toHaveLength(13);
    expectFault(await predict("--out", "/proc/regnet.csv"), 4, /\/proc\/regnet\.csv/);
  });

  test("refuses a table that lacks a column, and a file that is not there", async () => {
    writeFileSync(join(folder, "short.csv"), "length\n1\n");
    expectFault(await regnet(folder, "predict", "run-flowers", "--input", "short.csv"), 1, /`width`/);
    expectFault(await regnet(folder, "predict", "run-flowers", "--input", "none.csv"), 1, /none\.csv/);
    const made = await regnet(folder, "predict", "run-spirals", "--input", "short.csv");
    expectFault(made, 1, /source-without-file/, /--part/);
    expect(made.stdout).toBe("");
  });

  test("a reader that leaves early is no fault", async () => {
    const { process: child, ended } = start(folder, ["predict", "run-spirals", "--part", "train"]);
    // The stream that was destroyed is never read to its end.
    ended.catch(() => undefined);
    const stderr = text(child.stderr!);
    child.stdout!.destroy();
    const [code] = await once(child, "exit");
    expect([code, await stderr]).toEqual([0, ""]);
  });
});
