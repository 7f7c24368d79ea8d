import { limits } from "../limits.ts";
import type { Loss, Optimizer, Run } from "../model.ts";
import { chosenByName, optionDefinitions } from "./chosen-by-name.ts";
import { type JsonSchema, list, reference, shape } from "./json-schema.ts";
import type { Registries } from "./registries.ts";
import { word } from "./words.ts";

const options: JsonSchema = { type: "object" };
const positive: JsonSchema = { type: "integer", minimum: 1, maximum: limits.elements };

/** What is minimised, how, and for how long. */
export function trainingDefinitions(registries: Registries): Readonly<Record<string, JsonSchema>> {
  const { losses, optimizers, metrics } = registries;
  return {
    loss: chosenByName(
      shape<Loss>("What is minimised besides the penalties.", {
        name: word("A loss."),
        options,
        prediction: word("The name of a network output."),
        target: word("The name of a data field."),
      }),
      "name",
      "loss",
      losses,
    ),
    optimizer: chosenByName(
      shape<Optimizer>("How a gradient becomes a step.", { name: word("An optimizer."), options }),
      "name",
      "optimizer",
      optimizers,
    ),
    metric: chosenByName(
      shape<Run["metrics"][number]>("What is reported besides the loss.", {
        name: word("A metric."),
        options,
      }),
      "name",
      "metric",
      metrics,
    ),
    run: shape<Run>("How long, in which portions, from which seed.", {
      batch: { ...positive, description: "Examples per step." },
      epochs: { ...positive, description: "Passes over the training part." },
      seed: { type: "integer", minimum: 0, maximum: 2 ** 32 - 1 },
      metrics: list(reference("metric"), limits.entries),
    }),
    ...optionDefinitions("loss", losses),
    ...optionDefinitions("optimizer", optimizers),
    ...optionDefinitions("metric", metrics),
  };
}
