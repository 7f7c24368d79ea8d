import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { expectDone, expectFault, folderWith, regnet } from "./regnet.ts";
import { expectSchema } from "./schemas.ts";
import { houses, housesTable, spirals } from "./specs.ts";

describe("check", () => {
  test("finds no fault in a spec that has none", async () => {
    const folder = folderWith({ "a.regnet": spirals() });
    expect(await regnet(folder, "check", "a.regnet")).toEqual({
      code: 0,
      stdout: "a.regnet: no faults found\n",
      stderr: "",
    });
    expect((await regnet(folder, "check", "a.regnet", "--json")).stdout).toBe("[]\n");
  });

  test("says all that is wrong, in every file, with its place", async () => {
    const wrong = spirals()
      .replace("dense(width)", "dence(width)")
      .replace("metrics accuracy", "metrics acuracy");
    const folder = folderWith({ "a.regnet": wrong, "b.regnet": spirals(), "c.regnet": "network {" });
    const check = await regnet(folder, "check", "a.regnet", "b.regnet", "c.regnet");
    expectFault(check, 1, /a\.regnet:5:24/, /`dense`/, /`accuracy`/, /c\.regnet:1:/);
    expect(check.stdout).toMatch(
      /^a\.regnet: 2 errors\nb\.regnet: no faults found\nc\.regnet: \d errors?\n$/,
    );
  });

  test("--json prints records for programs", async () => {
    const folder = folderWith({ "a.regnet": spirals().replace("dense(width)", "dence(width)") });
    const check = await regnet(folder, "check", "a.regnet", "--json");
    expectFault(check, 1);
    const records = JSON.parse(check.stdout);
    expectSchema("diagnostics", records);
    expect(records).toMatchObject([
      {
        severity: "error",
        file: "a.regnet",
        line: 5,
        column: 24,
        endLine: 5,
        endColumn: 29,
        hint: expect.stringContaining("dense"),
      },
    ]);
    expect(Object.keys(records[0]).sort()).toEqual([
      "code",
      "column",
      "endColumn",
      "endLine",
      "file",
      "hint",
      "line",
      "message",
      "severity",
    ]);
    expect(check.stderr).toBe("");
  });

  test("warnings leave the exit code at 0", async () => {
    const folder = folderWith({
      "a.regnet": spirals()
        .replace("; activity_l2 1e-3", "")
        .replace("kernel { decay 0.01 }", "bias { decay 0.01 }"),
    });
    const check = await regnet(folder, "check", "a.regnet");
    expect(check.code).toBe(0);
    expect(check.stdout).toMatch(/^a\.regnet: \d warnings?\n$/);
    expect(check.stderr).toMatch(/^warning\[/m);
  });

  test("looks at every train block, unless one is chosen", async () => {
    const [shared, train] = spirals().split("train spiral ");
    const both = `${shared}train good ${train}\ntrain bad ${train!.replace("metrics accuracy", "metrics acuracy")}`;
    const folder = folderWith({ "a.regnet": both });
    const check = await regnet(folder, "check", "a.regnet");
    expectFault(check, 1, /`accuracy`/);
    expect(check.stdout).toBe("a.regnet: 1 error\n");
    expectFault(await regnet(folder, "check", "a.regnet", "--train", "bad"), 1, /`accuracy`/);
    expectDone(await regnet(folder, "check", "a.regnet", "--train", "good"));
  });

  test("says a warning that train blocks share once", async () => {
    const [shared, train] = spirals()
      .replace("kernel { decay 0.01 }", "bias { decay 0.01 }")
      .split("train spiral ");
    const folder = folderWith({ "a.regnet": `${shared}train one ${train}\ntrain two ${train}` });
    expect((await regnet(folder, "check", "a.regnet")).stdout).toBe("a.regnet: 1 warning\n");
  });

  test("says why a file is no spec", async () => {
    const folder = folderWith({
      "folder.regnet/a": "",
      "wide.regnet": Buffer.from(`\ufeff${spirals()}`, "utf16le"),
    });
    expectFault(await regnet(folder, "run", "folder.regnet"), 1, /spec-unreadable/, /it is a folder/);
    expectFault(await regnet(folder, "check", "wide.regnet"), 1, /spec-unreadable/, /UTF-8/);
    expectFault(await regnet(folder, "check", "none.regnet"), 1, /spec-not-found/);
  });

  test("says that arrays are given by programs alone", async () => {
    const spec = spirals()
      .replace(/spirals\(.*\)/, "memory()")
      .replace("{ split", "{ features x; target label; split");
    const folder = folderWith({ "a.regnet": spec });
    expectFault(await regnet(folder, "check", "a.regnet"), 1, /memory-not-given/);
  });

  test("looks at the data too", async () => {
    const folder = folderWith({ "a.regnet": houses, "houses.csv": housesTable().replace("price", "cost") });
    expectFault(await regnet(folder, "check", "a.regnet"), 1, /a\.regnet:3/, /`price`/);
  });

  test("several faults of syntax are said at once", async () => {
    const folder = folderWith({
      "a.regnet": "network N {\n  input x f32[2]\n  output y = x -> dense(1\n}\npolicy { }\n",
    });
    const check = await regnet(folder, "check", "a.regnet", "--json");
    expectFault(check, 1);
    expect(new Set(JSON.parse(check.stdout).map(({ line }: { line: number }) => line)).size).toBeGreaterThan(
      2,
    );
    expectFault(await regnet(folder, "run", "a.regnet"), 1, /a\.regnet:2:/, /a\.regnet:3:/, /a\.regnet:5:/);
  });
});

describe("imports", () => {
  const train = `train ${spirals().split("train ")[1]!}`;
  const shared = spirals().split("train ")[0]!;

  test("that go round are refused", async () => {
    const folder = folderWith({
      "a.regnet": `import "b.regnet"\n${spirals()}`,
      "b.regnet": 'import "c.regnet"\n',
      "c.regnet": 'import "a.regnet"\n',
    });
    expectFault(await regnet(folder, "run", "a.regnet"), 1, /circular-import/, /b\.regnet/, /c\.regnet/);
  });

  test("never leave the project, neither by .. nor by a path nor through a link", async () => {
    const outside = folderWith({ "secret.regnet": shared });
    const folder = folderWith({
      "up.regnet": `import "../secret.regnet"\n${train}`,
      "path.regnet": `import "${join(outside, "secret.regnet")}"\n${train}`,
      "link.regnet": `import "linked.regnet"\n${train}`,
      "folder.regnet": `import "linked/secret.regnet"\n${train}`,
    });
    symlinkSync(join(outside, "secret.regnet"), join(folder, "linked.regnet"));
    symlinkSync(outside, join(folder, "linked"));
    for (const name of ["up", "path", "link", "folder"]) {
      const check = await regnet(folder, "check", `${name}.regnet`);
      expectFault(check, 1, /import/);
      expect(check.stderr).not.toContain("Robust");
    }
  });

  test("through a link that stays inside are read", async () => {
    const folder = folderWith({
      "lib/shared.regnet": shared,
      "a.regnet": `import "linked.regnet"\n${train}`,
    });
    symlinkSync("lib/shared.regnet", join(folder, "linked.regnet"));
    expectDone(await regnet(folder, "check", "a.regnet"));
  });

  test("data does not leave its folders either", async () => {
    const outside = folderWith({ "houses.csv": housesTable() });
    const folder = folderWith({
      "a.regnet": houses,
      "b.regnet": houses.replace("houses.csv", join(outside, "houses.csv")),
    });
    symlinkSync(join(outside, "houses.csv"), join(folder, "houses.csv"));
    expectFault(await regnet(folder, "check", "a.regnet"), 1, /outside/);
    expectFault(await regnet(folder, "check", "b.regnet"), 1, /outside/);
    expectDone(await regnet(folder, "check", "b.regnet", "--data", outside));
  });
});
