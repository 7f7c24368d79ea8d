import { describe, expect, it } from "vitest";
import { formatBytes, formatNumber, formatShare } from "../../bench/report/format.ts";
import { markdownTable, textTable } from "../../bench/report/table.ts";

describe("numbers of the report", () => {
  it("have three digits", () => {
    expect([1234.5, 123.45, 12.345, 1.2345, 0.012345].map(formatNumber)).toEqual([
      "1235",
      "123",
      "12.3",
      "1.23",
      "0.0123",
    ]);
    expect(formatNumber(0)).toBe("0");
  });

  it("are a dash where there is none", () => {
    expect([formatNumber(null), formatShare(null), formatBytes(null)]).toEqual(["–", "–", "–"]);
  });

  it("are shares in percent and sizes in mebibytes", () => {
    expect(formatShare(0.876)).toBe("88 %");
    expect(formatBytes(3 * 2 ** 20)).toBe("3.00 MiB");
  });
});

describe("tables of the report", () => {
  const head = ["subject", "ms"];
  const rows = [
    ["regnet", "9.80"],
    ["a|b", "1235"],
  ];

  it("stand in columns on the terminal", () => {
    expect(textTable(head, rows)).toBe("subject    ms\nregnet   9.80\na|b      1235");
  });

  it("escape what would end a cell in Markdown", () => {
    expect(markdownTable(head, rows)).toBe(
      "| subject | ms |\n| --- | ---: |\n| regnet | 9.80 |\n| a\\|b | 1235 |",
    );
  });
});
