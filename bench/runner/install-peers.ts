import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";

const FOLDER = join(import.meta.dirname, "..");

/**
 * Installs the peers into `bench/node_modules` when they are not there. No install script runs: none of the peers
 * needs one but tfjs-node, whose row then says that it is absent.
 *
 * @returns whether they are there now
 */
export function installPeers(log: (line: string) => void): boolean {
  if (existsSync(join(FOLDER, "node_modules"))) return true;
  log("installing the peers into bench/node_modules (about 750 MB)");
  const { status } = spawnSync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], {
    cwd: FOLDER,
    stdio: ["ignore", "ignore", "inherit"],
    shell: process.platform === "win32",
  });
  if (status === 0) return true;
  log(
    "the peers could not be installed; `npm ci --ignore-scripts` in bench/ says why. Going on without them.",
  );
  return false;
}
