import { describe, expect, test } from "vitest";
import { layers } from "../../compiler/definitions/layers/index.ts";
import { closestName } from "../../compiler/diagnostics/did-you-mean.ts";

const names = Object.keys(layers);

describe("the name that was meant", () => {
  test.each([
    // Two letters changed places, which is as far as leaving out the first.
    ["rleu", "relu"],
    ["rel", "relu"],
    ["dence", "dense"],
    ["flatetn", "flatten"],
    ["tanhh", "tanh"],
  ])("%s is the nearest, and of several the one as long: %s", (written, own) => {
    expect(closestName(written, names)).toBe(own);
  });

  test("is none where too much differs", () => {
    expect(closestName("transformer", names)).toBeUndefined();
    expect(closestName("xy", names)).toBeUndefined();
  });
});
