import type { DataFiles } from "./data-files.ts";

/** Files that a program holds already: uploads in a browser, bytes in a test. */
export function suppliedFiles(files: Readonly<Record<string, Uint8Array>>): DataFiles {
  return {
    read: async (name) =>
      Object.hasOwn(files, name)
        ? { kind: "file", bytes: new Uint8Array(files[name]!) }
        : { kind: "missing", looked: [name] },
  };
}
