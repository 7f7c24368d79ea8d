/** What needs Node's file system: data folders, run folders, checkpoints in files. */
export { readCheckpoint } from "./checkpoint/file-checkpoints.ts";
export { nodeFiles } from "./data/node-files.ts";
export { RunFolder } from "./training/run-folder.ts";
