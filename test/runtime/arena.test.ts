import { expect, test, vi } from "vitest";
import { OutOfMemoryError } from "../../runtime/backends/out-of-memory-error.ts";
import type { WasmSession } from "../../runtime/wasm/wasm-session.ts";
import { openOrFail } from "./on-backend.ts";

test.each([1, 2])(
  "an arena that finds no room to grow keeps no place of others, threads: %d",
  async (threads) => {
    const session = (await (await openOrFail("wasm")).open({ threads })) as WasmSession;
    session.arena(1000);
    const allocate = vi.spyOn(session.heap, "allocate").mockImplementationOnce(() => {
      throw new OutOfMemoryError("wasm");
    });
    expect(() => session.arena(5000)).toThrow(OutOfMemoryError);
    allocate.mockRestore();
    const type = { shape: [250], dtype: "f32" } as const;
    session.state.set("w", new Float32Array(250).fill(7), type);
    const at = session.arena(1000);
    const { address } = session.state.tensor("w");
    expect(at + 1000 <= address || at >= address + 1000).toBe(true);
    new Float32Array(session.heap.memory.buffer, at, 250).fill(1);
    expect(await session.state.get("w")).toEqual(new Float32Array(250).fill(7));
    session.dispose();
    // Once more, and nothing is given back a second time.
    session.dispose();
  },
);
