import { parseModel } from "../../compiler/ir/parse.ts";
import type { Draft } from "./faults.ts";
import { sampleModel } from "./sample-model.ts";

/** Code, place and hint of what is said of the sample model with one thing changed. */
export function told(change: (document: Draft) => void): readonly string[] {
  const document: Draft = JSON.parse(JSON.stringify(sampleModel()));
  change(document);
  return parseModel(JSON.stringify(document)).diagnostics.map(({ code, message, hint }) =>
    [code, /`([^`]*)`/.exec(message)?.[1], ...(hint === undefined ? [] : [hint])].join(" "),
  );
}
