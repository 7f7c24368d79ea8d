import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Source } from "../../grammar/index.ts";

const folder = join(import.meta.dirname, "specs");

/** The specs that show what the language can say. */
export const specs: readonly Source[] = readdirSync(folder)
  .filter((name) => name.endsWith(".regnet"))
  .map((name) => new Source(name, readFileSync(join(folder, name), "utf8")));
