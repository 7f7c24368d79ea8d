import type { Duration, Schedule } from "../schedule.ts";
import { chosenByName, optionDefinitions } from "./chosen-by-name.ts";
import { type JsonSchema, shape } from "./json-schema.ts";
import type { Registries } from "./registries.ts";
import { word } from "./words.ts";

/** Numbers that change over the run, and lengths of the run. */
export function scheduleDefinitions({ schedules }: Registries): Readonly<Record<string, JsonSchema>> {
  return {
    duration: shape<Duration>("A length of the run.", {
      value: { type: "number", minimum: 0 },
      unit: { type: "string", enum: ["epoch", "step"] },
    }),
    schedule: chosenByName(
      shape<Schedule>("A number that may change over the run.", {
        name: word("A schedule."),
        options: { type: "object" },
      }),
      "name",
      "schedule",
      schedules,
    ),
    ...optionDefinitions("schedule", schedules),
  };
}
