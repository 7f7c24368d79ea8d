import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import type { Checkpoint } from "../../runtime/checkpoint/checkpoint.ts";
import { readCheckpoint } from "../../runtime/node/index.ts";
import { measured } from "./measured.ts";

export async function checkpointOf(run: string): Promise<Checkpoint> {
  const { value, diagnostics } = await readCheckpoint(join(run, "checkpoint.safetensors"));
  if (value === null) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  return value;
}

/** That two runs came to the same: every weight and slot bit for bit, and all but the time it took. */
export async function expectSameRun(run: string, other: string): Promise<void> {
  const [one, two] = [await checkpointOf(run), await checkpointOf(other)];
  expect([...two.tensors.keys()]).toEqual([...one.tensors.keys()]);
  for (const [name, { values }] of one.tensors)
    expect([name, Buffer.compare(bytesOf(values), bytesOf(two.tensors.get(name)!.values))]).toEqual([
      name,
      0,
    ]);
  expect({ ...two.progress, seconds: 0 }).toEqual({ ...one.progress, seconds: 0 });
  expect(measured(other)).toEqual(measured(run));
}

/** How many epochs a run has written down. */
export function epochsWritten(run: string): number {
  const file = join(run, "metrics.jsonl");
  return existsSync(file) ? readFileSync(file, "utf8").split("\n").length - 1 : 0;
}

/** Waits for a condition that a process brings about. */
export async function until(condition: () => boolean, limit = 15_000): Promise<void> {
  const end = performance.now() + limit;
  while (!condition()) {
    if (performance.now() > end) throw new Error("it never came about");
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

function bytesOf(values: Float32Array | Int32Array | Uint8Array): Buffer {
  return Buffer.from(values.buffer, values.byteOffset, values.byteLength);
}
