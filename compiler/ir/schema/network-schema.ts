import { limits } from "../limits.ts";
import type { FieldDType, Initializer, Input, Network, Node, Origin, Parameter, Role } from "../model.ts";
import { chosenByName, optionDefinitions } from "./chosen-by-name.ts";
import { type JsonSchema, list, optional, reference, shape } from "./json-schema.ts";
import type { Registries } from "./registries.ts";
import { text, word } from "./words.ts";

const roles: { [K in Role]: K } = {
  kernel: "kernel",
  bias: "bias",
  norm: "norm",
  embedding: "embedding",
  recurrent: "recurrent",
  statistic: "statistic",
};
const dtypes: { [K in FieldDType]: K } = { f32: "f32", i32: "i32" };

const dimensions = list(
  { type: "integer", minimum: 1, maximum: limits.elements },
  limits.rank,
  "Dimensions, the batch left out.",
);
const dtype: JsonSchema = { type: "string", enum: Object.values(dtypes) };
const options: JsonSchema = { type: "object" };
const count: JsonSchema = { type: "number", minimum: 0 };

/** Networks, their nodes and parameters, and what those are made of. */
export function networkDefinitions({
  layers,
  initializers,
}: Registries): Readonly<Record<string, JsonSchema>> {
  const initializer = shape<Initializer>("Where the first values come from.", {
    name: word("An initializer."),
    options,
    fanIn: { ...count, description: "Inputs of one output unit." },
    fanOut: { ...count, description: "Outputs of one input unit." },
  });
  const choice = shape<Pick<Initializer, "name" | "options">>("An initializer; the layer knows the fans.", {
    name: word("An initializer."),
    options,
  });
  return {
    origin: shape<Origin>("Where in the spec this was said.", {
      file: word(),
      line: { type: "integer", minimum: 1 },
      column: { type: "integer", minimum: 1 },
    }),
    network: shape<Network>("A network as a graph.", {
      name: word(),
      doc: optional(text("What the network's `///` comment says.")),
      inputs: {
        ...list(
          shape<Input>("A value that the data provides.", {
            id: word("Unique among inputs and nodes."),
            field: word("The name of a data field of features, which it holds."),
            shape: dimensions,
            dtype,
            origin: optional(reference("origin")),
          }),
          limits.entries,
        ),
        minItems: 1,
      },
      parameters: list(reference("parameter"), limits.parameters),
      nodes: list(reference("node"), limits.nodes, "Each after the nodes whose values it takes."),
      outputs: {
        ...list(
          shape<Network["outputs"][number]>("A value under a name of its own.", {
            name: word("Unique among outputs."),
            value: word("The id of an input or node."),
          }),
          limits.entries,
        ),
        minItems: 1,
      },
    }),
    node: chosenByName(
      shape<Node>("One application of a layer.", {
        id: word("A readable path, unique among inputs and nodes."),
        layer: word("A layer."),
        options,
        inputs: list(word(), limits.entries, "Ids of inputs or earlier nodes."),
        parameters: {
          type: "object",
          description: "Slot of the layer -> id of a parameter; nodes that share weights name the same ones.",
          maxProperties: limits.entries,
          additionalProperties: word(),
        },
        shape: dimensions,
        dtype,
        origin: optional(reference("origin")),
      }),
      "layer",
      "layer",
      layers,
    ),
    parameter: shape<Parameter>("A tensor that the network owns.", {
      id: word("`<owner>.<slot>`, unique among parameters."),
      role: { type: "string", enum: Object.values(roles), description: "Decided by the layer that made it." },
      shape: list({ type: "integer", minimum: 1, maximum: limits.elements }, limits.rank),
      trainable: { type: "boolean", description: "False for statistics, which no optimizer updates." },
      initializer: reference("initializer"),
      fanInAxes: list({ type: "integer", minimum: 0 }, limits.rank, "All axes but the output unit's."),
      policy: list(reference("applied"), limits.entries, "The techniques that reached it, in step order."),
      removed: optional(list(reference("removed"), limits.entries, "What rules took away with `none`.")),
      origin: optional(reference("origin")),
    }),
    initializer: chosenByName(initializer, "name", "initializer", initializers),
    "initializer-choice": chosenByName(choice, "name", "initializer", initializers),
    ...optionDefinitions("layer", layers),
    ...optionDefinitions("initializer", initializers),
  };
}
