import { message, reporterFor } from "../../grammar/diagnostic.ts";
import { didYouMean } from "../diagnostics/did-you-mean.ts";

export const explainMessages = {
  "unknown-parameter": message<{ name: string; known: readonly string[] }>({
    severity: "error",
    message: ({ name }) => `no parameter is called \`${name}\`, and none begins with it`,
    hint: ({ name, known }) => didYouMean(name, known),
    explanation:
      "`explain --parameter` takes the id of a parameter, such as `head.kernel`, or the beginning of several: `head` for all parameters of that layer. `regnet explain` without it lists them all.",
  }),
};

export const diagnoseExplain = reporterFor(explainMessages);
