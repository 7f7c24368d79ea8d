/** Everything the compiler can say about a spec: each code declared once, with its words. */
import { reporterFor } from "../../grammar/diagnostic.ts";
import { dataMessages } from "./data.ts";
import { importMessages } from "./imports.ts";
import { lintMessages } from "./lints.ts";
import { nameMessages } from "./names.ts";
import { optionMessages } from "./options.ts";
import { policyMessages } from "./policy.ts";
import { shapeMessages } from "./shapes.ts";
import { trainMessages } from "./train.ts";
import { valueMessages } from "./values.ts";

export const compilerMessages = {
  ...importMessages,
  ...nameMessages,
  ...valueMessages,
  ...optionMessages,
  ...shapeMessages,
  ...policyMessages,
  ...dataMessages,
  ...trainMessages,
  ...lintMessages,
};

export type CompilerCode = keyof typeof compilerMessages;

export const diagnose = reporterFor(compilerMessages);
