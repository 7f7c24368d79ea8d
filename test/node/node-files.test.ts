import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readDataFile } from "../../runtime/data/read-data-file.ts";
import { nodeFiles } from "../../runtime/node/node-files.ts";
import { gzip, text } from "../data/bytes.ts";
import { codes } from "../data/sources.ts";

let root: string;
const contents = async (folders: readonly string[], name: string) => {
  const result = await readDataFile(nodeFiles(folders.map((folder) => join(root, folder))), name);
  return result.value === null ? codes(result) : new TextDecoder().decode(result.value.bytes);
};

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "regnet-files-"));
  await mkdir(join(root, "one/inner"), { recursive: true });
  await mkdir(join(root, "two"));
  await writeFile(join(root, "one/a.txt"), "first");
  await writeFile(join(root, "two/a.txt"), "second");
  await writeFile(join(root, "two/b.txt.gz"), gzip(text("packed")));
  await writeFile(join(root, "secret.txt"), "secret");
  await symlink(join(root, "secret.txt"), join(root, "one/way-out"));
  await symlink(join(root, "one/a.txt"), join(root, "one/inside"));
});
afterAll(() => rm(root, { recursive: true }));

describe("data files in folders", () => {
  it.each([
    ["data", 'a list of folders, and is given a String: write `nodeFiles(["data"])`'],
    [undefined, "a list of folders, and is given undefined"],
    [["data", null], "folders as texts, and is given null"],
  ])("want a list of them, and not %j", (given, says) => {
    expect(() => Reflect.apply(nodeFiles, undefined, [given])).toThrow(
      new TypeError(`nodeFiles takes ${says}`),
    );
  });

  it("come from the first folder that has them, packed ones under their plain name", async () => {
    expect(await contents(["one", "two"], "a.txt")).toBe("first");
    expect(await contents(["one", "two"], "b.txt")).toBe("packed");
    expect(await contents(["one", "two"], "inside")).toBe("first");
  });

  it("are refused outside the folders: by `..`, by an absolute path, through a link", async () => {
    expect(await contents(["one"], "../secret.txt")).toEqual(["data-file-outside"]);
    expect(await contents(["one"], join(root, "secret.txt"))).toEqual(["data-file-outside"]);
    // Nor does a spec learn what exists out there.
    expect(await contents(["one"], "../absent.txt")).toEqual(["data-file-outside"]);
    expect(await contents(["one"], "way-out")).toEqual(["data-file-outside"]);
    expect(await contents(["one"], join(root, "one/a.txt"))).toBe("first");
  });

  it("that are missing or folders are reported with the places looked at", async () => {
    const result = await readDataFile(nodeFiles([join(root, "one"), join(root, "two")]), "c.txt");
    expect(result.diagnostics[0]!.hint).toContain(join(root, "two", "c.txt.gz"));
    expect(await contents(["one"], "inner")).toEqual(["data-file-unreadable"]);
    expect(await contents([], "a.txt")).toEqual(["data-file-missing"]);
  });

  it("that permissions forbid are reported", async () => {
    const path = join(root, "one/locked.txt");
    await writeFile(path, "x");
    await chmod(path, 0);
    // The superuser reads everything.
    const expected = process.getuid?.() === 0 ? "x" : ["data-file-unreadable"];
    expect(await contents(["one"], "locked.txt")).toEqual(expected);
  });

  it("that unpack to more than the limit are refused before they fill the memory", async () => {
    const files = nodeFiles([join(root, "two")]);
    await writeFile(join(root, "two/zeros.gz"), gzip(new Uint8Array(10_000)));
    expect(codes(await readDataFile(files, "zeros", 9_999))).toEqual(["data-file-too-large"]);
    expect(codes(await readDataFile(files, "a.txt", 5))).toEqual(["data-file-too-large"]);
    expect((await readDataFile(files, "zeros", 10_000)).value?.bytes.length).toBe(10_000);
  });
});
