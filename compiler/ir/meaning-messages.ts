import { message } from "../../grammar/diagnostic.ts";
import { didYouMean, quoteAll } from "../diagnostics/did-you-mean.ts";

/** Faults in what a well-formed model document says. */
export const meaningMessages = {
  "document-duplicate-name": message<{ path: string; name: string; first: string }>({
    severity: "error",
    message: ({ path, name, first }) => `${path} is \`${name}\` again, as ${first} already is`,
    explanation:
      "Inputs and nodes share one set of ids; parameters, outputs, sites and fields have one each. A site's id names its stream of random numbers, so two sites of one id would draw the same noise.",
  }),
  "document-unknown-reference": message<{
    path: string;
    what: string;
    name: string;
    known: readonly string[];
  }>({
    severity: "error",
    message: ({ path, what, name }) => `${path} names the ${what} \`${name}\`, which does not exist`,
    hint: ({ name, known }) => didYouMean(name, known),
    explanation: "References in a model document are ids or names, as written where the thing is declared.",
  }),
  "document-wrong-order": message<{ path: string; name: string; node: string }>({
    severity: "error",
    message: ({ path, name, node }) =>
      `${path} takes the value of \`${name}\`, which does not come before \`${node}\``,
    hint: () => "list each node after those whose values it takes",
    explanation:
      "Nodes stand in topological order, so that a document can be read from top to bottom and cannot hold a circle.",
  }),
  "document-wrong-input-count": message<{ path: string; layer: string; expected: string; found: number }>({
    severity: "error",
    message: ({ path, layer, expected, found }) =>
      `${path} gives ${found} to \`${layer}\`, which takes ${expected}`,
    explanation: "Each layer takes a fixed number of values, or at least two.",
  }),
  "document-layer-refuses": message<{
    path: string;
    layer: string;
    problem: string;
    hint: string | undefined;
  }>({
    severity: "error",
    message: ({ path, layer, problem }) => `${path}: \`${layer}\` cannot take this: ${problem}`,
    hint: ({ hint }) => hint,
    explanation: "The shapes or dtypes that flow into this node are none that its layer is defined for.",
  }),
  "document-wrong-shape": message<{ path: string; layer: string; expected: string; found: string }>({
    severity: "error",
    message: ({ path, layer, expected, found }) =>
      `${path} is ${found}, but \`${layer}\` makes ${expected} here`,
    explanation:
      "Shapes and dtypes are written into the document so that it can be read without knowing every layer. They have to be what the layers infer; shapes leave the batch out.",
  }),
  "document-too-many-elements": message<{ path: string; limit: number }>({
    severity: "error",
    message: ({ path, limit }) => `${path} has more than ${limit} elements`,
    explanation: "One tensor can hold as many elements as a 32-bit index can count.",
  }),
  "document-wrong-slots": message<{ path: string; layer: string; expected: readonly string[] }>({
    severity: "error",
    message: ({ path, layer, expected }) =>
      `${path} has to name ${expected.length === 0 ? "no parameters" : quoteAll(expected)}: those of \`${layer}\` with these options`,
    explanation:
      "A node names one parameter for each slot of its layer; which slots there are follows from its options.",
  }),
  "document-wrong-parameter": message<{
    path: string;
    property: string;
    expected: string;
    found: string;
    node: string;
  }>({
    severity: "error",
    message: ({ path, property, expected, found, node }) =>
      `${path} has the ${property} ${found}, but the node \`${node}\` needs ${expected}`,
    explanation:
      "Role, shape, trainability, fan-in axes and initializer of a parameter are decided by the layer that owns it. Nodes that share a parameter have to agree on them.",
  }),
  "document-unused-parameter": message<{ path: string; name: string }>({
    severity: "error",
    message: ({ path, name }) => `${path} is \`${name}\`, which no node uses`,
    explanation:
      "A parameter outside the network has no gradient, yet its penalties would count in the loss.",
  }),
  "document-misplaced-technique": message<{
    path: string;
    technique: string;
    site: string;
    sites: readonly string[];
  }>({
    severity: "error",
    message: ({ path, technique, site, sites }) =>
      `${path}: \`${technique}\` acts on ${quoteAll(sites)}, but stands on ${site}`,
    explanation:
      "Every technique belongs to the sites where the literature defines it, and is legal only there.",
  }),
  "document-shape-refused": message<{ path: string; name: string; problem: string }>({
    severity: "error",
    message: ({ path, name, problem }) => `${path}: \`${name}\` cannot act on this shape: ${problem}`,
    explanation:
      "Some techniques and initializers are defined for certain shapes only: an orthogonal matrix has two axes.",
  }),
  "document-competing-techniques": message<{ path: string; property: string; first: string }>({
    severity: "error",
    message: ({ path, property, first }) => `${path} sets \`${property}\`, which ${first} already sets`,
    explanation:
      "One parameter has at most one technique for each property: the rules of a policy compete, and the document holds the winners. The losers may stand under `overridden`.",
  }),
  "document-bad-option": message<{ path: string; problem: string; hint: string | undefined }>({
    severity: "error",
    message: ({ path, problem }) => `${path}: ${problem}`,
    hint: ({ hint }) => hint,
    explanation:
      "The options of a definition have ranges, and some do not go together. See its reference page.",
  }),
  "document-wrong-field": message<{ path: string; problem: string }>({
    severity: "error",
    message: ({ path, problem }) => `${path}: ${problem}`,
    explanation:
      "Inputs of the network take fields with the role `features`, the loss takes one with the role `target`. Tables name the columns of each field; other sources make fields of their own.",
  }),
  "document-metric-refuses": message<{
    path: string;
    metric: string;
    problem: string;
    hint: string | undefined;
  }>({
    severity: "error",
    message: ({ path, metric, problem }) => `${path}: \`${metric}\` cannot judge this: ${problem}`,
    hint: ({ hint }) => hint,
    explanation: "A metric is defined for predictions of certain shapes and for targets of certain kinds.",
  }),
} as const;
