import { existsSync } from "node:fs";

/** Where Chromium is, if it is anywhere. */
export function findChromium(): string | null {
  const path = process.env.CHROMIUM_PATH ?? "/usr/bin/chromium";
  return existsSync(path) ? path : null;
}
