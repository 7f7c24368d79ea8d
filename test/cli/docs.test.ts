import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { ExitCode } from "../../cli/exit-code.ts";
import { folderWith, regnet } from "./regnet.ts";

const page = readFileSync(join(import.meta.dirname, "../../docs/cli.md"), "utf8");

const sections = new Map(
  page.split(/^## /m).map((section) => {
    const [title = ""] = section.split("\n");
    return [title, section];
  }),
);

const optionsIn = (text: string): string[] => [...new Set(text.match(/--[a-z]+/g))].sort();

describe("docs/cli.md", () => {
  test("lists every exit code", () => {
    const codes = [...sections.get("Exit codes")!.matchAll(/^\| (\d+) \|/gm)].map(([, code]) => Number(code));
    expect(codes).toEqual(Object.values(ExitCode).sort((a, b) => a - b));
  });

  test("lists every command", async () => {
    const { stdout } = await regnet(folderWith({}), "--help");
    const commands = [...stdout.split("Commands:")[1]!.matchAll(/^ {2}([a-z]+) /gm)].map(([, name]) => name!);
    expect(commands.filter((name) => name !== "help").sort()).toEqual(
      [...page.matchAll(/^\| \[`regnet ([a-z]+)`\]/gm)].map(([, name]) => name).sort(),
    );
  });

  test.each(["run", "check", "explain", "compile", "fmt", "eval", "predict", "init"])(
    "lists the options of %s, and none that it has not",
    async (command) => {
      const { stdout } = await regnet(folderWith({}), command, "--help");
      const declared = [...stdout.matchAll(/^ {2}(?:-\w, )?(--[a-z]+)/gm)].map(([, option]) => option!);
      const rows = [...sections.get(command)!.matchAll(/^\| (`--.*?) \|/gm)].map(([, cell]) => cell!).join();
      expect(optionsIn(rows)).toEqual(declared.filter((option) => option !== "--help").sort());
    },
  );
});
