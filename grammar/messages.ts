import { bracketMessages } from "./bracket-messages.ts";
import { reporterFor } from "./diagnostic.ts";
import { phraseMessages } from "./phrase-messages.ts";
import { textMessages } from "./text-messages.ts";

/** Everything the grammar can say about a text: each code declared once, with its words. */
export const messages = { ...textMessages, ...bracketMessages, ...phraseMessages } as const;

export type SyntaxCode = keyof typeof messages;

export const diagnose = reporterFor(messages);
