/** What the commands print with: results on standard output, everything said about them on standard error. */
import pc from "picocolors";
import type { Style } from "../grammar/index.ts";

export function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

export function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

export function printJson(value: unknown): void {
  process.stdout.write(jsonText(value));
}

export function jsonText(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/**
 * Colours for one stream: where it is a terminal, unless NO_COLOR says otherwise; FORCE_COLOR asks for them in a
 * pipe too. Each stream is asked for itself, since either may go to a file; being run by a CI is no reason.
 */
export function coloursFor(stream: { readonly isTTY?: boolean }) {
  const { NO_COLOR, FORCE_COLOR } = process.env;
  const wanted = isSet(FORCE_COLOR) || (stream.isTTY === true && process.env.TERM !== "dumb");
  return pc.createColors(wanted && !isSet(NO_COLOR));
}

/** Any text that is not empty counts (no-color.org). */
function isSet(variable: string | undefined): boolean {
  return variable !== undefined && variable !== "";
}

/** How diagnostics and explanations are painted on a stream. */
export function styleFor(stream: { readonly isTTY?: boolean }): Style {
  const colours = coloursFor(stream);
  return {
    error: (text) => colours.bold(colours.red(text)),
    warning: (text) => colours.bold(colours.yellow(text)),
    note: (text) => colours.bold(colours.cyan(text)),
    strong: colours.bold,
    faint: colours.blue,
  };
}
