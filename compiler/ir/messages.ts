import { reporterFor } from "../../grammar/diagnostic.ts";
import { formMessages } from "./form-messages.ts";
import { meaningMessages } from "./meaning-messages.ts";

/** Everything that can be wrong with a model document. Its faults lie in no source text, so they name JSON paths. */
export const documentMessages = { ...formMessages, ...meaningMessages } as const;

export type DocumentCode = keyof typeof documentMessages;

export const diagnose = reporterFor(documentMessages);
