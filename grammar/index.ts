export * from "./diagnostic.ts";
export { messages, type SyntaxCode } from "./messages.ts";
export { type Parsed, parse, sizeLimit } from "./parse.ts";
export * from "./source.ts";
export * from "./syntax.ts";
