import type { TensorInfo } from "@tensorflow/tfjs-core";
import { expect, test } from "vitest";
import { backendNames } from "../../compiler/plan/backend-name.ts";
import { OutOfMemoryError } from "../../runtime/backends/out-of-memory-error.ts";
import { openOrFail } from "./on-backend.ts";

test.each(backendNames)("%s says when it has no room for a tensor, and keeps nothing of it", async (name) => {
  const backend = await openOrFail(name);
  const before = backend.numDataIds();
  const held: TensorInfo[] = [];
  // On wasm the eighth half gibibyte is more than 32-bit addresses reach; an array of 2^53 cells fits nowhere.
  const allocate = () => {
    for (let count = 0; count < 8; count++) held.push(backend.allocate({ shape: [2 ** 27], dtype: "f32" }));
  };
  expect(name === "wasm" ? allocate : () => backend.allocate({ shape: [2 ** 53], dtype: "f32" })).toThrow(
    OutOfMemoryError,
  );
  expect(backend.numDataIds()).toBe(before + held.length);
  for (const tensor of held) backend.dispose(tensor);
  expect(backend.numDataIds()).toBe(before);
});
