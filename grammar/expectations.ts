import type { IParserErrorMessageProvider } from "chevrotain";

/** What the parser may be waiting for, in words. The key travels through Chevrotain as the text of its error. */
const words = {
  name: "a name",
  value: "a value",
  layer: "a layer",
  selector: "a selector such as `kernel` or `after conv`",
  string: "a path in double quotes",
  block: "`{`",
  assignment: "`=` and a value",
  from: "`from`",
  comparison: "a comparison such as `>= 2`",
  arguments: "`,` or `)`",
  list: "`,` or `]`",
  end: "the end of the line",
} as const;

export type Expectation = keyof typeof words;

export function expectationWords(expectation: Expectation): string {
  return words[expectation];
}

export function isExpectation(text: string): text is Expectation {
  return Object.hasOwn(words, text);
}

/** An option for CONSUME and OR: what to say when nothing fits. */
export function expecting(expectation: Expectation): { ERR_MSG: Expectation } {
  return { ERR_MSG: expectation };
}

/** Where the parser names no expectation of its own, what it waits for is the end of the item. */
export const expectationProvider: IParserErrorMessageProvider = {
  buildMismatchTokenMessage: () => "end",
  buildNotAllInputParsedMessage: () => "end",
  buildNoViableAltMessage: ({ customUserDescription }) => customUserDescription ?? "end",
  buildEarlyExitMessage: ({ customUserDescription }) => customUserDescription ?? "end",
};
