import { describe, expect, it } from "vitest";
import { lastWords, reasonOf } from "../../bench/subjects/failure.ts";

describe("why a subject has no number", () => {
  it("is the first line of the error, without this machine's folders", () => {
    const error = new Error(
      "\nCannot find package 'x' imported from /home/someone/regnet/bench/open.ts\n  at y",
    );
    expect(reasonOf(error)).toBe("Cannot find package 'x' imported from open.ts");
    expect(reasonOf("plain words")).toBe("plain words");
    expect(reasonOf(new Error(""))).toBe("no reason given");
  });

  it("is short", () => {
    expect(reasonOf("long ".repeat(100))).toHaveLength(160);
  });

  it("is the error among a process's last words, or the last of them", () => {
    const shown = `var minified_error = 1;${" ".repeat(500)}\n\nReferenceError: x is not defined\n    at y\n\nNode.js v24`;
    expect(lastWords(shown)).toBe("ReferenceError: x is not defined");
    expect(lastWords("Traceback\nModuleNotFoundError: No module named 'torch'\n")).toBe(
      "ModuleNotFoundError: No module named 'torch'",
    );
    expect(lastWords("Killed\n")).toBe("Killed");
    expect(lastWords("")).toBeNull();
  });
});
