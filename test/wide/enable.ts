import { setJoinsVectors } from "../../runtime/wasm/wide-vectors.ts";

/** The engine was started with the pass, and compiles everything with its optimizing compiler (vitest.config.ts). */
setJoinsVectors(true);
