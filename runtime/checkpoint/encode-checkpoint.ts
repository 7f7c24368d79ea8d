import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { diagnose } from "../diagnostics/diagnose.ts";
import { failure, type Outcome, success } from "../diagnostics/outcome.ts";
import { CHECKPOINT_VERSION, type Checkpoint } from "./checkpoint.ts";
import { DamagedTensors, readSafetensors } from "./read-safetensors.ts";
import type { StoredTensor, TensorFile } from "./safetensors.ts";
import { writeSafetensors } from "./write-safetensors.ts";

type Tensors = ReadonlyMap<string, StoredTensor>;

/** No tensor of a model is named so: names hold no double colon. */
const BEST = "best::";

/** A checkpoint as a safetensors file, which other programs can read the weights of. */
export function encodeCheckpoint({ tensors, best, ...state }: Checkpoint): Uint8Array<ArrayBuffer> {
  const named = new Map(tensors);
  for (const [name, tensor] of best ?? []) named.set(BEST + name, tensor);
  const text = JSON.stringify(state);
  const metadata = {
    format: "regnet",
    version: String(CHECKPOINT_VERSION),
    state: text,
    sha256: checksum(text, named),
  };
  return writeSafetensors({ metadata, tensors: named });
}

/** Reads a checkpoint back; damage of any kind is reported under the file's name. */
export function decodeCheckpoint(path: string, bytes: Uint8Array): Outcome<Checkpoint> {
  const damaged = (reason: string) => failure(diagnose("checkpoint-damaged", { path, reason }, null));
  let file: TensorFile;
  try {
    file = readSafetensors(bytes);
  } catch (error) {
    if (!(error instanceof DamagedTensors)) throw error;
    return damaged(error.message);
  }
  const { format, version, state, sha256: expected } = file.metadata;
  if (format !== "regnet" || version !== String(CHECKPOINT_VERSION)) {
    const found = format === "regnet" ? String(version) : `of another program (${format ?? "unnamed"})`;
    return failure(diagnose("checkpoint-version", { path, found, supported: CHECKPOINT_VERSION }, null));
  }
  if (state === undefined || checksum(state, file.tensors) !== expected) {
    return damaged("its checksum differs");
  }
  const tensors = new Map<string, StoredTensor>();
  const best = new Map<string, StoredTensor>();
  for (const [name, tensor] of file.tensors) {
    if (name.startsWith(BEST)) best.set(name.slice(BEST.length), tensor);
    else tensors.set(name, tensor);
  }
  // The checksum covers the state, so it is what `encodeCheckpoint` wrote.
  return success({ ...JSON.parse(state), tensors, best: best.size === 0 ? null : best });
}

/** Over the state and every tensor's bytes: a flipped bit is found before it trains. */
function checksum(state: string, tensors: Tensors): string {
  const hash = sha256.create().update(new TextEncoder().encode(state));
  for (const [name, { values }] of tensors) {
    hash.update(new TextEncoder().encode(name));
    hash.update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  }
  return bytesToHex(hash.digest());
}
