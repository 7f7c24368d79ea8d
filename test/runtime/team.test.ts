import { expect, test } from "vitest";
import { i32 } from "../../runtime/wasm/assembler/instructions.ts";
import { ModuleBuilder } from "../../runtime/wasm/assembler/module-builder.ts";
import { Team } from "../../runtime/wasm/crew/team.ts";
import { sharedHeap } from "../../runtime/wasm/heap.ts";
import { hostFunctions } from "../../runtime/wasm/host-functions.ts";
import type { Tape } from "../../runtime/wasm/tape.ts";
import type { WasmSession } from "../../runtime/wasm/wasm-session.ts";
import { bagOfWords, mlp } from "./nets.ts";
import { openOrFail } from "./on-backend.ts";
import { lossesOn, Training } from "./train.ts";

const together = { threads: 2, leastSharedOperations: 0 };

/** `write` writes 7 at the address that it is given; `spin` never ends. */
function writer(): WebAssembly.Module {
  const module = new ModuleBuilder(
    { relaxedSimd: false, wideVectors: false, sharedMemory: true },
    hostFunctions,
  );
  module.function("write", ["i32"], (f, at) => f.do(i32.store(at, 7)));
  module.function("spin", ["i32"], (f, at) =>
    f.doWhile(
      () => i32.const(1),
      () => f.increase(at, 1),
    ),
  );
  for (const name of ["write", "spin"]) module.export(name);
  return new WebAssembly.Module(module.bytes());
}

const tapesOf =
  (...addresses: number[]) =>
  (): readonly Tape[] =>
    addresses.map((at) => ({ calls: [{ entry: "write", given: [at], waits: true, step: 0 }], guard: null }));

test("a kernel that traps on one thread ends the team, and the next model gets another", async () => {
  const team = await Team.of(2);
  const heap = sharedHeap();
  const crew = team.crew(heap.memory);
  const code = await crew.load(writer());
  await code.play(tapesOf(64, 128));
  expect(await code.run(0, 1)).toBe(true);
  expect([...new Int32Array(heap.memory.buffer, 64, 17)].filter((cell) => cell !== 0)).toEqual([7, 7]);

  await code.play(tapesOf(64, -4));
  await expect(code.run(0, 1)).rejects.toThrow(/^a kernel trapped: RuntimeError/);
  await expect(code.run(0, 1)).rejects.toThrow(/^a kernel trapped/);
  await expect(crew.load(writer())).rejects.toThrow(/^a kernel trapped/);

  const next = await Team.of(2);
  expect(next).not.toBe(team);
  const backend = await openOrFail("wasm");
  expect(await lossesOn(backend, mlp(3, [4, 5]), 2, together)).toHaveLength(2);
});

test("who traps says so at once, and waits for nobody", async () => {
  const team = await Team.of(2);
  const code = await team.crew(sharedHeap().memory).load(writer());
  const callOf = (entry: string, at: number) => ({ entry, given: [at], waits: true, step: 0 });
  await code.play(() => [
    { calls: [callOf("spin", 0)], guard: null },
    { calls: [callOf("write", -4)], guard: null },
  ]);
  await expect(code.run(0, 1)).rejects.toThrow(/^a kernel trapped: RuntimeError/);
});

test.each([Number.NaN, -1, 0, 1.5])("%d threads are one", async (threads) => {
  const session = await (await openOrFail("wasm")).open({ threads });
  expect(session.threads).toBe(1);
  session.dispose();
});

test("the memory of a model that is gone serves the next ones: engines have no more than some hundred", async () => {
  const backend = await openOrFail("wasm");
  const memories = new Set<WebAssembly.Memory>();
  const losses = new Set<number>();
  for (let model = 0; model < 10; model++) {
    const training = await Training.start(bagOfWords(4, 6), backend, together);
    expect(training.session.threads).toBe(Math.min(2, navigator.hardwareConcurrency));
    memories.add((training.session as WasmSession).heap.memory);
    losses.add(await training.next());
    training.dispose();
  }
  expect(memories.size).toBeLessThanOrEqual(2);
  expect(losses.size).toBe(1);
});

test("a model that is disposed while threads work on its step says so, and leaves others alone", async () => {
  const backend = await openOrFail("wasm");
  const net = mlp(32, [40, 50, 10]);
  const expected = await lossesOn(backend, net, 3, together);
  const training = await Training.start(net, backend, together);
  await training.next();
  const running = training.next();
  training.dispose();
  const others = lossesOn(backend, net, 3, together);
  await expect(running).rejects.toThrow(/^the model was disposed$/);
  expect(await others).toEqual(expected);
});
