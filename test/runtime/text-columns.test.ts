import { describe, expect, test } from "vitest";
import type { FittedText } from "../../runtime/data/fitted-fields.ts";
import { loadExamples } from "../../runtime/data/load-examples.ts";
import { suppliedFiles } from "../../runtime/data/supplied-files.ts";
import { textColumns } from "../../runtime/prediction/text-columns.ts";
import { field, source } from "../data/sources.ts";
import { testModel } from "../synthesize/test-model.ts";

const LENGTH = 4;
const vocabulary = ["a", "b", "c"];
const type = { shape: [LENGTH], dtype: "i32", classes: 3 } as const;
const tokens: FittedText = {
  kind: "text",
  name: "tokens",
  role: "features",
  type,
  coding: "index",
  vocabulary,
};

/** The rows that are shown of a text, by a network whose logits are a function of a window and a place in it. */
async function rowsOf(
  content: string,
  stride: number | null,
  logits: (window: string, place: number) => number[],
) {
  const data = source("text", { path: "", length: LENGTH, stride }, [field("tokens", "features", [])]);
  const files = suppliedFiles({ "t.txt": new TextEncoder().encode(content) });
  const part = (await loadExamples(data, "t.txt", { files }, [tokens])).value!;
  const cells = part.fields.tokens!.values;
  const values = Array.from(part.rows).flatMap((row) => {
    const window = Array.from(
      cells.slice(row * LENGTH, (row + 1) * LENGTH),
      (index) => vocabulary[index],
    ).join("");
    return Array.from({ length: LENGTH }, (_, place) => logits(window, place)).flat();
  });
  const shape = [part.rows.length, LENGTH, 3];
  const predictions = new Map([["out", { shape, values: Float32Array.from(values) }]]);
  const model = { ...testModel({ input: [LENGTH], inputDType: "i32", nodes: [] }), data };
  const { value, diagnostics } = textColumns(model, tokens, predictions, part);
  const texts = (name: string) => value?.find((column) => column.name === name)?.cells ?? [];
  return { texts, columns: value, diagnostics };
}

/** Says that the character itself follows, the surer the more of the window it has read. */
const echo = (window: string, place: number) =>
  vocabulary.map((character) => (character === window[place] ? 1 + place : 0));

describe("predictions of a text", () => {
  test.each(["abca", "abcab", "abcabca", "abcabcabcabcb"])(
    "have a row a character of %s",
    async (content) => {
      for (const stride of [null, 1, 3, 9]) {
        const { texts } = await rowsOf(content, stride, echo);
        expect(texts("character").join("")).toBe(content);
        expect(texts("next").join("")).toBe(content);
        expect(texts("position")).toEqual([...content].map((_, position) => position));
      }
    },
  );

  test("are taken from the window that has read most, and begin anew where windows do", async () => {
    const share = (place: number) => Math.exp(1 + place) / (Math.exp(1 + place) + 2);
    const placesOf = async (stride: number | null) => {
      const { texts } = await rowsOf("abcabc", stride, echo);
      return texts("next_probability").map((value) =>
        [0, 1, 2, 3].find((place) => Math.abs(Number(value) - share(place)) < 1e-9),
      );
    };
    expect(await placesOf(1)).toEqual([0, 1, 2, 3, 3, 3]);
    // The last window ends with the text.
    expect(await placesOf(null)).toEqual([0, 1, 2, 3, 2, 3]);
  });

  test("are given for less than a window by a network that reads forwards", async () => {
    const { texts } = await rowsOf("cb", null, echo);
    expect(texts("next").join("")).toBe("cb");
    expect(texts("position")).toEqual([0, 1]);
  });

  test("are refused for less than a window by a network that looks ahead", async () => {
    const { columns, diagnostics } = await rowsOf("cb", null, (window, place) =>
      echo(window, LENGTH - 1 - place),
    );
    expect(columns).toBeNull();
    expect(diagnostics.map(({ code, message }) => `${code}: ${message}`)).toEqual([
      "text-shorter-than-window: `t.txt` has 2 characters, and this network reads 4 at once",
    ]);
  });
});
