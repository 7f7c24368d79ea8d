import { compilerMessages } from "../../compiler/diagnostics/catalogue.ts";
import { explainMessages } from "../../compiler/explain/messages.ts";
import { documentMessages } from "../../compiler/ir/messages.ts";
import { planMessages } from "../../compiler/plan/messages.ts";
import { type Catalogue, messages as syntaxMessages } from "../../grammar/index.ts";
import { backendMessages } from "../../runtime/backends/messages.ts";
import { runtimeMessages } from "../../runtime/diagnostics/diagnose.ts";

/** Every catalogue of the house, in the order in which a reader meets their diagnostics. */
export const catalogues: readonly { readonly title: string; readonly catalogue: Catalogue }[] = [
  { title: "The text of a spec", catalogue: syntaxMessages },
  { title: "What a spec means", catalogue: compilerMessages },
  { title: "Model documents", catalogue: documentMessages },
  { title: "Plans for a backend", catalogue: planMessages },
  { title: "Explanations", catalogue: explainMessages },
  { title: "Backends", catalogue: backendMessages },
  { title: "Files, data and training", catalogue: runtimeMessages },
];
