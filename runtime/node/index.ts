/** What needs Node's file system: data folders, run folders, checkpoints in files. */
export { readCheckpoint } from "./file-checkpoints.ts";
export { nodeFiles } from "./node-files.ts";
export { RunFolder } from "./run-folder.ts";
