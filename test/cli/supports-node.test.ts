import { expect, test } from "vitest";
import { supportsNode } from "../../cli/supports-node.ts";

test("a version of Node is old or new enough, number by number", () => {
  const answers = ["20.20.2", "22.11.9", "22.12.0", "22.12.1", "22.13.0", "23.0.0", "100.0.0"].map(
    (version) => supportsNode(version, ">=22.12"),
  );
  expect(answers).toEqual([false, false, true, true, true, true, true]);
});
