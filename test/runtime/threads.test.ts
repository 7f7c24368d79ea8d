import { describe, expect, test, vi } from "vitest";
import { optimize } from "../../compiler/passes/optimize.ts";
import { Team } from "../../runtime/wasm/crew/team.ts";
import { givenGradients, trainProgram } from "../passes/recipes.ts";
import { draw, f32 } from "../program/arrays.ts";
import { bagOfWords, mlp, type Net, oddCnn, plainCnn, regressor } from "./nets.ts";
import { openOrFail } from "./on-backend.ts";
import { feedAt, lossesOn, Training } from "./train.ts";

const nets = [
  mlp(32, [40, 50, 10]),
  regressor(7),
  oddCnn(3),
  plainCnn(5),
  bagOfWords(4, 6),
  projected([30, 40], 5),
];

/** Equal tensors under clipping, a bound on their units' norms and an average: chains that need nothing of each other. */
function projected(shape: readonly number[], count: number): Net {
  const recipe = { optimizer: "adam", clipNorm: 0.5, maxNorm: 0.3, ema: 0.9 } as const;
  const shapes = Object.fromEntries(Array.from({ length: count }, (_, i) => [`w${i}`, shape]));
  const { program } = optimize(trainProgram(recipe, givenGradients(shapes)));
  const drawn = (kind: "batch" | "parameter" | "slot", name: string) =>
    program.inputs.flatMap((input) =>
      input.kind === kind ? [[input.name, draw(f32(shape, 0, 1), `${input.name} ${name}`)] as const] : [],
    );
  return {
    program: { ...program, name: "projected" },
    state: new Map([...drawn("parameter", ""), ...drawn("slot", "")]),
    batch: (step) => new Map(drawn("batch", `${step}`)),
  };
}

describe.each(nets)("$program.name", (net) => {
  test("gives the same losses, bit for bit, on one thread, two and three", async () => {
    const backend = await openOrFail("wasm");
    const alone = await lossesOn(backend, net, 5);
    for (const threads of [2, 3])
      expect(await lossesOn(backend, net, 5, { threads, leastSharedOperations: 0 })).toEqual(alone);
  });
});

test("what a team held is given back", async () => {
  const backend = await openOrFail("wasm");
  const before = backend.held();
  const training = await Training.start(bagOfWords(4, 6), backend, { threads: 2, leastSharedOperations: 0 });
  await training.next();
  const early = backend.held();
  for (let step = 1; step < 200; step++) await training.next();
  expect(backend.held()).toBe(early);
  training.dispose();
  expect(backend.held()).toBe(before);
});

test("other things are done once workers have begun, and not where this thread has to do the step", async () => {
  const net = mlp(32, [40, 50, 10]);
  const began: number[] = [];
  for (const leastSharedOperations of [0, Number.POSITIVE_INFINITY]) {
    const options = { threads: 2, leastSharedOperations, leastFreeOperations: leastSharedOperations };
    const training = await Training.start(net, await openOrFail("wasm"), options);
    await training.next();
    const notify = vi.spyOn(Atomics, "notify");
    const meanwhile = () => began.push(notify.mock.calls.length);
    await training.executor.run(feedAt(net, 1), { meanwhile });
    vi.restoreAllMocks();
    training.dispose();
  }
  expect(began).toEqual([2]);
});

test("what fails meanwhile is told once the workers are done: the memory is theirs until then", async () => {
  const net = mlp(32, [40, 50, 10]);
  const options = { threads: 2, leastSharedOperations: 0, leastFreeOperations: 0 };
  const training = await Training.start(net, await openOrFail("wasm"), options);
  await training.next();
  const work = Promise.withResolvers<boolean>();
  vi.spyOn(Team.prototype, "run").mockReturnValue(work.promise);
  const meanwhile = () => {
    throw new RangeError("no more batches");
  };
  let isTold = false;
  const failing = training.executor.run(feedAt(net, 1), { meanwhile }).catch((error: unknown) => {
    isTold = true;
    return error;
  });
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(isTold).toBe(false);
  work.resolve(true);
  expect(await failing).toEqual(new RangeError("no more batches"));
  vi.restoreAllMocks();
  training.dispose();
});

test("a step asked for while another runs waits for it, and so does whoever reads the state", async () => {
  const backend = await openOrFail("wasm");
  const net = mlp(32, [40, 50, 10]);
  const expected = await lossesOn(backend, net, 4);
  const training = await Training.start(net, backend, { threads: 2, leastSharedOperations: 0 });
  await training.next();
  const before = training.session.state.get("head.kernel");
  const [second, third, between, fourth] = await Promise.all([
    training.next(),
    training.next(),
    training.session.state.get("head.kernel"),
    training.next(),
  ]);
  expect([second, third, fourth]).toEqual(expected.slice(1));
  expect(between).not.toEqual(await before);
  expect(between).not.toEqual(await training.session.state.get("head.kernel"));
  training.dispose();
});
