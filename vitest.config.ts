import { defineConfig } from "vitest/config";

/** Those that run the package as it is installed. */
const ofPackage = ["test/cli/**/*.test.ts", "test/api/**/*.test.ts"];
/** Those that run it in pages of Chromium. */
const ofBrowser = ["test/browser/**/*.test.ts"];
/** Those of kernels, which run a second time with vectors of 256 bits. */
const ofKernels = ["test/wasm/**/*.test.ts", "test/program/**/*.test.ts"];
/** Elsewhere Node does not know the option, and both layouts run on vectors of 128 bits. */
const joiningVectors = process.arch === "x64" ? ["--experimental-wasm-revectorize"] : [];
const globalSetup = "test/cli/build-package.ts";

export default defineConfig({
  test: {
    testTimeout: 30_000,
    pool: "forks",
    maxWorkers: "100%",
    projects: [
      {
        extends: true,
        test: { name: "rooms", include: ["test/**/*.test.ts"], exclude: [...ofPackage, ...ofBrowser] },
      },
      {
        extends: true,
        test: {
          name: "wide",
          include: ofKernels,
          setupFiles: ["test/wide/enable.ts"],
          execArgv: ["--no-liftoff", ...joiningVectors],
        },
      },
      { extends: true, test: { name: "package", include: ofPackage, globalSetup } },
      { extends: true, test: { name: "browser", include: ofBrowser, globalSetup } },
    ],
  },
});
