import type { OptionSpec } from "../../definitions/option-spec.ts";

const described: { readonly [K in OptionSpec["type"]]: string } = {
  number: "a number",
  integer: "a whole number",
  boolean: "`true` or `false`",
  choice: "a word",
  pair: "a whole number or two, `[height, width]`",
  integers: "a list of whole numbers",
  numbers: "a list of numbers",
  words: "a list of names",
  text: "a text in quotes",
  name: "a name",
  schedule: "a number or a schedule",
  duration: "a length such as `5 epochs` or `200 steps`",
  initializer: "an initializer",
};

/** What an option takes, in words. */
export function describeOption(spec: OptionSpec): string {
  return described[spec.type];
}
