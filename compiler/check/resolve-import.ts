/**
 * The path an import means, relative to the project folder, or null when it leaves it: a spec reads nothing
 * outside of the folder it was given, so absolute paths, drives, addresses and climbing out are refused.
 */
export function resolveImport(importer: string, written: string): string | null {
  if (written === "" || /^[/~]|[\\:\0]/.test(written)) return null;
  const parts = importer.split("/").slice(0, -1);
  for (const part of written.split("/")) {
    if (part === "" || part === ".") continue;
    if (part !== "..") parts.push(part);
    else if (parts.pop() === undefined) return null;
  }
  return parts.length === 0 ? null : parts.join("/");
}
