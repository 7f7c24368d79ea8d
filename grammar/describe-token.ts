import { EOF, type IToken } from "chevrotain";

/** A token as it can stand in a sentence. */
export function describeToken(token: IToken | undefined): string {
  if (token === undefined) return "this";
  const text = token.image.length > 40 ? `${token.image.slice(0, 39)}…` : token.image;
  return token.tokenType === EOF ? "the end of the line" : `\`${text}\``;
}
