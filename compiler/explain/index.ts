/** What a policy does to a model, as data and as text. */
export { type Explained, type ExplainOptions, explain } from "./explain.ts";
export * from "./explanation.ts";
export { renderExplanation } from "./render/render-explanation.ts";
