import { limits } from "../limits.ts";
import type {
  Applied,
  LostBecause,
  Overridden,
  Place,
  Removed,
  RemovedAt,
  RuleReference,
  Site,
} from "../model.ts";
import { chosenByName, optionDefinitions } from "./chosen-by-name.ts";
import { chosenBy, type JsonSchema, list, optional, reference, shape } from "./json-schema.ts";
import type { Registries } from "./registries.ts";
import { word } from "./words.ts";

const options: JsonSchema = { type: "object" };

const reasons: { readonly [K in LostBecause]: K } = {
  "optimizer-default": "optimizer-default",
  "fewer-names": "fewer-names",
  "fewer-conditions": "fewer-conditions",
  "fewer-kinds": "fewer-kinds",
  earlier: "earlier",
};

/** Techniques as they act on parameters and places. */
export function policyDefinitions({ techniques }: Registries): Readonly<Record<string, JsonSchema>> {
  const overridden = optional(
    list(
      reference("overridden"),
      limits.entries,
      "Rules that set the same property and lost, the closest loser first.",
    ),
  );
  const applied = {
    technique: word("A technique."),
    options,
    rule: optional(reference("rule", "The rule that won.")),
    overridden,
  };
  const properties = Object.entries(techniques).map(([name, { property }]) => property ?? name);
  const removed = {
    property: { type: "string", enum: [...new Set(properties)], description: "What is not to be set." },
    rule: reference("rule", "The rule that says `none`, and won."),
    overridden,
  } as const;
  return {
    overridden: shape<Overridden>("A rule that lost the cascade.", {
      technique: word(),
      options: { type: ["object", "null"], description: "Null where the rule says `none`." },
      rule: reference("rule"),
      because: { type: "string", enum: Object.values(reasons), description: "Why the winner is stronger." },
    }),
    removed: shape<Removed>("A property that a rule took from a parameter.", removed),
    "removed-at": shape<RemovedAt>("A property that a rule took from a place.", {
      ...removed,
      at: reference("place"),
    }),
    rule: shape<RuleReference>("A rule of a policy.", {
      policy: word(),
      selector: word("As written: `after conv`, `head.kernel`."),
      origin: optional(reference("origin")),
    }),
    applied: chosenByName(
      shape<Applied>("One technique as it acts on one parameter, and why.", applied),
      "technique",
      "technique",
      techniques,
    ),
    site: chosenByName(
      shape<Site>("One technique as it acts on one place, and why.", {
        ...applied,
        id: word("Unique; names the noise stream: `hidden/dropout`."),
        at: reference("place"),
      }),
      "technique",
      "technique",
      techniques,
    ),
    place: place(),
    ...optionDefinitions("technique", techniques),
  };
}

type PlaceAt<S extends Place["site"], P extends Place = Place> = P extends Place
  ? S extends P["site"]
    ? P
    : never
  : never;

/** A place: what else it says follows from its `site`. */
function place(): JsonSchema {
  const site: JsonSchema = { type: "string" };
  const whole = shape<PlaceAt<"target">>("The target, all gradients, the update or the run.", { site });
  const shapes: { readonly [S in Place["site"]]: JsonSchema } = {
    activation: shape<PlaceAt<"activation">>("Every reader of this value sees the transformed one.", {
      site,
      value: word("The id of an input or node."),
    }),
    before: shape<PlaceAt<"before">>("Only this node's input number `input` sees the transformed value.", {
      site,
      node: word("The id of a node."),
      input: { type: "integer", minimum: 0 },
    }),
    target: whole,
    gradient: whole,
    update: whole,
    run: whole,
    output: shape<PlaceAt<"output">>("A network output.", { site, output: word("The name of an output.") }),
  };
  return chosenBy(
    { type: "object", description: "Where a technique acts.", properties: { site } },
    "site",
    Object.entries(shapes).map(([name, { properties, ...rest }]) => ({
      ...rest,
      properties: { ...properties, site: { const: name } },
    })),
  );
}
