import { getBackend } from "@tensorflow/tfjs-core";
import { expect, test, vi } from "vitest";
import { openBackend } from "../../runtime/backends/open-backend.ts";

test("a backend that does not start is reported with tfjs' reason", async () => {
  // Emscripten complains on the console as well.
  for (const method of ["warn", "error"] as const) vi.spyOn(console, method).mockImplementation(() => {});
  const { backend, diagnostics } = await openBackend("wasm", { wasmPaths: "/no/such/folder/" });
  expect(backend).toBeNull();
  expect(diagnostics).toHaveLength(1);
  expect(diagnostics[0]).toMatchObject({ code: "backend-unavailable", severity: "error" });
  expect(diagnostics[0]!.message).toMatch(/^the wasm backend of TensorFlow.js did not start: /);
  vi.restoreAllMocks();
});

test("a name that no backend has is reported with those there are", async () => {
  const { backend, diagnostics } = await openBackend(JSON.parse('"webgl"'));
  expect(backend).toBeNull();
  expect(diagnostics[0]!.message).toMatch(/the backends are wasm and cpu$/);
});

test("the backend that was asked for is the one that runs", async () => {
  const { backend } = await openBackend("cpu");
  expect(backend!.name).toBe("cpu");
  expect(getBackend()).toBe("cpu");
  expect((await openBackend("cpu")).backend).toBe(backend);
});

test("tensors are counted, shared and given back", async () => {
  const { backend } = await openBackend("cpu");
  const before = backend!.numDataIds();
  const tensor = backend!.upload(Float32Array.of(1, 2, 3), { shape: [3], dtype: "f32" });
  const column = backend!.share(tensor, { shape: [3, 1], dtype: "f32" });
  backend!.dispose(tensor);
  expect([...(await backend!.read(column))]).toEqual([1, 2, 3]);
  expect(backend!.numDataIds()).toBe(before + 1);
  backend!.dispose(column);
  expect(backend!.numDataIds()).toBe(before);
});
