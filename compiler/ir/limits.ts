/**
 * Bounds on a model document. A document may come from anywhere, so it is read in bounded time and memory; every
 * bound lies far above what a network that trains on tfjs can hold.
 */
export const limits = {
  /** Characters of a document's text. */
  characters: 64 * 1024 * 1024,
  /** JSON values in a document. */
  values: 2_000_000,
  /** Brackets within brackets: the validator descends by recursion. */
  depth: 64,
  nodes: 20_000,
  parameters: 20_000,
  /** Entries of lists and records that people write: inputs, sites, fields, metrics, rules, names. */
  entries: 10_000,
  /** Dimensions of a value, batch left out. */
  rank: 7,
  /** Elements of one value or parameter, batch left out: indices fit a signed 32-bit integer. */
  elements: 2 ** 31 - 1,
  /** Characters of a name or an id. */
  name: 1000,
  /** Characters of a documenting comment or of an option's text. */
  text: 100_000,
  /** Mistakes shown for one document. */
  diagnostics: 100,
} as const;
