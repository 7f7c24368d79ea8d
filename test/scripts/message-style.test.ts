import { describe, expect, it } from "vitest";
import { catalogues } from "../../scripts/docs/catalogues.ts";

/** Where a sentence begins or ends in the source of a message: at the edge of a literal. */
const capital = /(?:=>|\?|:)\s*[`"][A-Z][a-z]/;
const fullStop = /[^.]\.[`"]\s*(?:[,:;)}]|$)/;

const words = catalogues.flatMap(({ catalogue }) =>
  Object.entries(catalogue).map(([code, { message, hint }]) => [code, `${message}\n${hint ?? ""}`] as const),
);

describe("messages and hints", () => {
  it.each(words)("of %s start small and end without a full stop", (_, source) => {
    expect(source).not.toMatch(capital);
    expect(source).not.toMatch(fullStop);
  });
});
