import { defineConfig } from "vitest/config";

/** Those that run the package as it is installed. */
const ofPackage = ["test/cli/**/*.test.ts", "test/api/**/*.test.ts"];

export default defineConfig({
  test: {
    testTimeout: 30_000,
    pool: "forks",
    maxWorkers: "100%",
    projects: [
      { extends: true, test: { name: "rooms", include: ["test/**/*.test.ts"], exclude: ofPackage } },
      {
        extends: true,
        test: { name: "package", include: ofPackage, globalSetup: "test/cli/build-package.ts" },
      },
    ],
  },
});
