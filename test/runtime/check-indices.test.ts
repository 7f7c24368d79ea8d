import { describe, expect, test } from "vitest";
import { check, compile, suppliedFiles } from "../../runtime/index.ts";

const spec = (body: string) => `
  network Net {
    input words: i32[3]
    ${body}
  }
  train t {
    network Net; data memory() { features words; target y; split 60 / 20 / 20 }
    loss mse(out, y); optimizer sgd(lr: 0.1); batch 2; epochs 1
  }`;
const averaged = "output out = words -> embedding(5, 2) as table -> flatten -> dense(1)";

const memoryWith = (place: number, index: number) => ({
  words: { values: Int32Array.from({ length: 30 }, (_, i) => (i === place ? index : i % 5)), shape: [3] },
  y: { values: new Float32Array(10), shape: [] },
});

async function messages(body: string, place: number, index: number): Promise<string[]> {
  const { diagnostics } = await check(spec(body), { memory: memoryWith(place, index) });
  return diagnostics.filter(({ severity }) => severity === "error").map(({ message }) => message);
}

describe("an index that an embedding looks up", () => {
  test("is one of its rows", async () => {
    expect(await messages(averaged, 0, 4)).toEqual([]);
  });

  test("is nothing else, in whatever part it stands", async () => {
    for (let place = 0; place < 30; place += 3) {
      const [message, ...others] = await messages(averaged, place, 5);
      expect(message, `place ${place}`).toMatch(
        /^`words` is 5 in an example of the \w+ part; the table of `table` has 5 rows, 0 to 4$/,
      );
      expect(others).toEqual([]);
    }
    expect((await messages(averaged, 29, -1))[0]).toContain("`words` is -1");
  });

  test("says how many rows it takes for all parts together", async () => {
    const memory = { ...memoryWith(0, 5), words: { ...memoryWith(0, 5).words } };
    memory.words.values[17] = 11;
    const { diagnostics } = await check(spec(averaged), { memory });
    expect(diagnostics.map(({ hint }) => hint)).toEqual([
      "the greatest index asks for 12 rows: `embedding(12, …)`",
    ]);
  });

  test("says how many different characters a text has", async () => {
    const source = `
      network Net { input tokens: i32[2]; output logits = tokens -> embedding(3, 2) as table -> dense(5) }
      train t {
        network Net; data text("t.txt", length: 2) { split 80 / 20 / 0 }
        loss cross_entropy(logits, next); optimizer sgd(lr: 0.1); epochs 1
      }`;
    const files = suppliedFiles({ "t.txt": new TextEncoder().encode("abcde".repeat(9)) });
    const { diagnostics } = await check(source, { files });
    expect(diagnostics.map(({ code, hint }) => `${code}: ${hint}`)).toEqual([
      "index-out-of-range: the text's different characters are 5: `embedding(5, …)`",
    ]);
  });

  test("is held against the smallest table that it reaches, by whatever way", async () => {
    const two = `wide = words -> embedding(9, 2) -> flatten
      narrow = concat(words, words) -> reshape([2, 3]) -> embedding(6, 1) as small -> flatten
      output out = concat(wide, narrow) -> dense(1)`;
    expect(await messages(two, 7, 5)).toEqual([]);
    expect((await messages(two, 7, 6))[0]).toContain("the table of `small` has 6 rows");
  });

  test("is looked at in arrays that a program brings, too", async () => {
    const model = await compile(spec(averaged), { memory: memoryWith(0, 0), backend: "cpu" });
    try {
      const words = Int32Array.of(0, 1, 5);
      await expect(model.predict({ words })).rejects.toThrow("words holds 5; `table` takes 0 to 4");
      await expect(model.step({ words, y: [1] })).rejects.toThrow(RangeError);
      expect((await model.predict({ words: Int32Array.of(0, 1, 4) })).get("out")!.shape).toEqual([1, 1]);
    } finally {
      model.dispose();
    }
  });
});
