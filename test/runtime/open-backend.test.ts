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

test("what a session holds is counted and given back", async () => {
  const { backend } = await openBackend("cpu");
  const before = backend!.held();
  const session = await backend!.open();
  session.state.set("w", Float32Array.of(1, 2, 3), { shape: [3], dtype: "f32" });
  expect([...(await session.state.get("w"))]).toEqual([1, 2, 3]);
  expect(backend!.held()).toBe(before + 1);
  session.dispose();
  expect(backend!.held()).toBe(before);
});
