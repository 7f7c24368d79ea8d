import { open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";

/**
 * Replaces a file whole or not at all: a temporary file beside it, flushed to the disk, then renamed over it, and
 * the folder flushed so that the new name survives a power cut. Rejects with the system's error; the old file
 * then stays as it was.
 */
export async function writeFileSafely(path: string, content: string | Uint8Array): Promise<void> {
  const temporary = `${path}.tmp`;
  try {
    const file = await open(temporary, "w");
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw error;
  }
  await flushFolder(dirname(path));
}

async function flushFolder(path: string): Promise<void> {
  // Windows cannot open folders, and flushes names by itself.
  if (process.platform === "win32") return;
  const folder = await open(path, "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
