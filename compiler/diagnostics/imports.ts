import { message } from "../../grammar/diagnostic.ts";
import { didYouMean } from "./did-you-mean.ts";

/** Files and what is brought from one into another. */
export const importMessages = {
  "spec-not-found": message<{ path: string }>({
    severity: "error",
    message: ({ path }) => `there is no file \`${path}\``,
    explanation:
      "The spec to check could not be read. Its path is relative to the project folder and uses forward slashes.",
  }),
  "import-not-found": message<{ path: string; resolved: string }>({
    severity: "error",
    message: ({ resolved }) => `there is no file \`${resolved}\``,
    hint: ({ path, resolved }) =>
      path === resolved ? undefined : `\`${path}\` is looked for beside the file that imports it`,
    explanation:
      "An import names a file relative to the file it stands in, with forward slashes and the ending `.regnet`.",
  }),
  "import-outside-project": message<{ path: string }>({
    severity: "error",
    message: ({ path }) => `\`${path}\` leaves the project folder`,
    hint: () => "import files of this project only, by relative paths",
    explanation:
      "A spec is data: reading one reads nothing outside the folder it was given. Absolute paths, addresses and paths that climb above the project folder are refused.",
  }),
  "circular-import": message<{ cycle: readonly string[] }>({
    severity: "error",
    message: ({ cycle }) => `files import each other in a circle: ${cycle.join(" → ")}`,
    hint: () => "move what both need into a third file",
    explanation:
      "Files are read in the order of their imports, so that each name is known before it is used. A circle has no such order.",
  }),
  "too-many-imports": message<{ limit: number }>({
    severity: "error",
    message: ({ limit }) => `a spec may import at most ${limit} files`,
    explanation: "Reading a spec is bounded in time and memory; the bound is far above what specs need.",
  }),
  "unknown-import": message<{ name: string; path: string; known: readonly string[] }>({
    severity: "error",
    message: ({ name, path }) => `\`${path}\` declares no \`${name}\``,
    hint: ({ name, known }) => didYouMean(name, known),
    explanation:
      "An import may name what the other file itself declares: networks, blocks, policies, data and params. What that file imports is not passed on.",
  }),
};
