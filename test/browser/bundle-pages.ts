import { join } from "node:path";
import { build } from "tsup";

/** Bundles the scripts of the pages with the built package, as small as bundlers make it. */
export async function bundlePages(packageFolder: string): Promise<string> {
  const outDir = join(packageFolder, "pages");
  await build({
    config: false,
    entry: ["page", "worker"].map((name) => join(import.meta.dirname, `${name}.ts`)),
    outDir,
    format: "esm",
    platform: "browser",
    minify: true,
    keepNames: true,
    noExternal: [/./],
    silent: true,
    esbuildOptions(options) {
      options.alias = { regnet: join(packageFolder, "dist/index.js") };
      options.logLevel = "error";
    },
  });
  return outDir;
}
