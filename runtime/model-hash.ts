import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import type { Model } from "../compiler/ir/model.ts";
import { serializeModel } from "../compiler/ir/serialize.ts";

/**
 * What a checkpoint must have been made with. Everything that changes a number is in it; where things stand in
 * the text, which rules brought them, and the words of documentation, are not.
 */
export function modelHash(model: Model): string {
  return bytesToHex(sha256(utf8ToBytes(serializeModel(withoutReasons(model)))));
}

const reasons = new Set(["origin", "doc", "rule", "overridden", "removed"]);

/** What counts of a model: everything that changes a number. */
export function withoutReasons<T>(value: T): T {
  const text = JSON.stringify(value, (key, inner) => (reasons.has(key) ? undefined : inner));
  return JSON.parse(text) as T;
}
