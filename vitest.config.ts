import { defineConfig } from "vitest/config";

/** Those that run the package as it is installed. */
const ofPackage = ["test/cli/**/*.test.ts", "test/api/**/*.test.ts"];
/** Those that run it in pages of Chromium. */
const ofBrowser = ["test/browser/**/*.test.ts"];
/** Those of kernels, which run a second time with vectors of 256 bits. */
const ofKernels = ["test/wasm/**/*.test.ts", "test/program/**/*.test.ts"];
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
          execArgv: ["--experimental-wasm-revectorize", "--no-liftoff"],
        },
      },
      { extends: true, test: { name: "package", include: ofPackage, globalSetup } },
      { extends: true, test: { name: "browser", include: ofBrowser, globalSetup } },
    ],
  },
});
