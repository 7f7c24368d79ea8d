/** What the commands print with: results on standard output, everything said about them on standard error. */
import pc from "picocolors";
import { plain, type Style } from "../grammar/index.ts";

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

const painted: Style = {
  error: (text) => pc.bold(pc.red(text)),
  warning: (text) => pc.bold(pc.yellow(text)),
  note: (text) => pc.bold(pc.cyan(text)),
  strong: pc.bold,
  faint: pc.blue,
};

/** Colours where the terminal shows them; `NO_COLOR` and `FORCE_COLOR` are heeded. */
export const diagnosticStyle: Style = pc.isColorSupported ? painted : plain;
