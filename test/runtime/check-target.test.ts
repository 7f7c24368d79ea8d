import { describe, expect, test } from "vitest";
import { check, suppliedFiles } from "../../runtime/index.ts";

async function faultsOf(answers: readonly unknown[], transform = ""): Promise<string[]> {
  const rows = answers.map((answer, i) => `${(i * 7) % 5},${answer}`);
  const bytes = new TextEncoder().encode(`a,sick\n${rows.join("\n")}\n`);
  const spec = `
    data patients = csv("patients.csv") { features x: a; target sick ${transform}; split 60 / 20 / 20 }
    network Net { input x: patients.x; output z = x -> dense(1) }
    train t {
      network Net; data patients; loss binary_cross_entropy(z, sick); optimizer sgd(lr: 0.1); epochs 1
    }`;
  const { diagnostics } = await check(spec, { files: suppliedFiles({ "patients.csv": bytes }) });
  return diagnostics.map(({ code }) => code);
}

describe("the target of binary cross-entropy", () => {
  test("is 0, 1 or a probability", async () => {
    expect(await faultsOf([0, 1, 1, 0, 0.5, 1, 0, 0, 1, 0.25])).toEqual([]);
  });

  test("is nothing else, in whatever part it stands", async () => {
    for (let place = 0; place < 10; place++) {
      const answers = Array.from({ length: 10 }, (_, i) => (i === place ? 2 : i % 2));
      expect(await faultsOf(answers), `row ${place}`).toEqual(["target-out-of-range"]);
    }
    expect(await faultsOf([0, 1, 1, 0, -0.5, 1, 0, 0, 1, 1])).toEqual(["target-out-of-range"]);
  });

  test("is looked at as it is trained on", async () => {
    const answers = [0, 1, 1, 0, 1, 1, 0, 0, 1, 0];
    expect(await faultsOf(answers, "{ standardize }")).toEqual(["target-out-of-range"]);
    expect(
      await faultsOf(
        answers.map((answer) => 255 * answer),
        "{ scale(1 / 255) }",
      ),
    ).toEqual([]);
  });
});
