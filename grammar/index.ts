/** The public face of the grammar: text to tree and back, and what is wrong with a text. */
export * from "./diagnostic.ts";
export { format } from "./format.ts";
export { type Location, locate } from "./locate.ts";
export { messages, type SyntaxCode } from "./messages.ts";
export { type Parsed, parse, sizeLimit } from "./parse.ts";
export { lineWidth, print } from "./print.ts";
export { plain, renderDiagnostic, type Style } from "./render.ts";
export * from "./source.ts";
export * from "./syntax.ts";
