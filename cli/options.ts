/** Options that several commands share, declared once. */
import { InvalidArgumentError, Option } from "commander";
import { backendNames } from "../compiler/plan/backend-name.ts";

const collect = (value: string, earlier: readonly string[]): readonly string[] => [...earlier, value];

export const dataOption = () =>
  new Option(
    "--data <folder>",
    "where data sets are looked up, before REGNET_DATA and the spec's own folder; may be repeated",
  )
    .argParser(collect)
    .default([], "none");

export const setOption = () =>
  new Option("--set <name=value>", "give a param of the spec another value; may be repeated")
    .argParser((text: string, earlier: Readonly<Record<string, string>>) => {
      const [, name, value] = /^([^=]+)=(.*)$/.exec(text) ?? [];
      if (name === undefined || value === undefined) throw new InvalidArgumentError("write name=value");
      return { ...earlier, [name.trim()]: value.trim() };
    })
    .default({}, "none");

export const trainOption = () =>
  new Option("--train <name>", "the train block to use, when the spec has several");

export const backendOption = () =>
  new Option("--backend <name>", "where to run").choices(backendNames).default("wasm");

export const threadsOption = () =>
  new Option("--threads <count>", "how many threads share a step's work on wasm; the numbers stay the same")
    .argParser(wholeNumber(1))
    .default(undefined, "all cores, where the step is large enough");

export const wideVectorsOption = () =>
  new Option(
    "--wide-vectors",
    "use vectors of 256 bits on wasm, by an experimental pass of V8 (Node 24, x64 with AVX2): large steps take 0.5 to 0.7 of the time, the numbers stay the same",
  );

/** What stands for the train block's own settings. */
export const epochsOption = () =>
  new Option("--epochs <count>", "in place of the spec's").argParser(wholeNumber(1));
export const batchOption = () =>
  new Option("--batch <examples>", "in place of the spec's").argParser(wholeNumber(1));
export const seedOption = () =>
  new Option("--seed <number>", "in place of the spec's").argParser(wholeNumber(0));

export const jsonOption = () => new Option("--json", "print JSON for programs instead of text for people");

/** For options that take a whole number from `least` up. */
function wholeNumber(least: number) {
  return (text: string): number => {
    const number = Number(text);
    if (!Number.isInteger(number) || number < least) {
      throw new InvalidArgumentError(`a whole number from ${least} is needed`);
    }
    return number;
  };
}
