/** What needs Node: data folders, run folders, checkpoints in files, and switches of its engine. */
export { enableWideVectors, type WideVectors } from "./enable-wide-vectors.ts";
export { readCheckpoint } from "./file-checkpoints.ts";
export { nodeFiles } from "./node-files.ts";
export { RunFolder } from "./run-folder.ts";
