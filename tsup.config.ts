import { defineConfig } from "tsup";

export default defineConfig({
  entry: {
    index: "runtime/index.ts",
    node: "runtime/node/index.ts",
    compiler: "compiler/index.ts",
    grammar: "grammar/index.ts",
    cli: "cli/main.ts",
  },
  format: "esm",
  target: "node22",
  platform: "neutral",
  external: [/^node:/],
  splitting: true,
  sourcemap: false,
  // npx builds a checkout at its first use: nothing may vanish under a command that is running already.
  clean: false,
});
