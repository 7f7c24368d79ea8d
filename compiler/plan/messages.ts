import { message, reporterFor } from "../../grammar/diagnostic.ts";
import type { BackendName } from "./backend-name.ts";

export const planMessages = {
  "unsupported-primitive": message<{ op: string; backend: BackendName; origin: string; reason: string }>({
    severity: "error",
    message: ({ op, backend, origin, reason }) =>
      `the ${backend} backend cannot run \`${op}\`${origin === "" ? "" : ` of ${origin}`}: ${reason}`,
    explanation:
      "Every primitive that a network is compiled to has to be run by the chosen backend: by a kernel of tfjs, by " +
      "one of regnet's own, or as a composition of others. This one has none of the three there. Choose another " +
      "backend, or leave out what needs it.",
  }),
};

export const diagnosePlan = reporterFor(planMessages);
