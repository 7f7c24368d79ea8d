/** What runs in the page: bundled as a user would. */
import { type CompiledModel, CompileError, check, compile } from "regnet";
import { type SpecName, specs, type Trained, type TrainOptions, train } from "./specs.ts";

declare global {
  interface Window {
    readonly page: typeof page;
  }
}

const wasmPaths = "/wasm/";

/** Small, and yet large enough for threads. */
const SMALL = `
  data points = spirals(examples: 128) { split 100 / 0 / 0 }
  network Net { input x: points.x; output logits = x -> dense(256) -> tanh -> dense(256) -> tanh -> dense(2) }
  train t {
    network Net; data points; loss cross_entropy(logits, label); optimizer sgd(lr: 0.1); batch 128; epochs 1
  }`;

/** How often a timer of the page fires until the promise is settled. */
async function ticksDuring(promise: Promise<unknown>): Promise<number> {
  let ticks = 0;
  const timer = setInterval(() => ticks++, 1);
  await promise;
  clearInterval(timer);
  return ticks;
}

function wide(threads: number): Promise<CompiledModel> {
  const { memory, source } = specs.perceptron();
  const wider = source.replace("dense(256)", "dense(2048)").replace("dense(64)", "dense(1024)");
  return compile(wider, { memory, threads, wasmPaths });
}

const page = {
  train: (name: SpecName, options: TrainOptions): Promise<Trained> =>
    train(compile, name, { wasmPaths, ...options }),

  /** The same in a worker, which then has workers of its own. */
  trainInWorker(name: SpecName, options: TrainOptions): Promise<Trained> {
    const worker = new Worker("worker.js", { type: "module" });
    worker.postMessage({ name, options: { wasmPaths, ...options } });
    return new Promise((resolve, reject) => {
      worker.onmessage = ({ data }: MessageEvent<Trained>) => resolve(data);
      worker.onerror = ({ message }) => reject(new Error(message));
    });
  },

  /** Timers that fire in 0.4 s of training. */
  async ticksDuringSteps(threads: number): Promise<number> {
    const model = await wide(threads);
    await model.step();
    const end = performance.now() + 400;
    const steps = async () => {
      while (performance.now() < end) await model.step();
    };
    const ticks = await ticksDuring(steps());
    model.dispose();
    return ticks;
  },

  /** How a step ends whose model is disposed meanwhile. */
  async disposeDuringStep(threads: number): Promise<string> {
    const model = await wide(threads);
    const end = model.step().then(() => "done", String);
    model.dispose();
    return end;
  },

  /** How many threads each of so many models had. */
  async manyModels(count: number): Promise<readonly number[]> {
    const threads: number[] = [];
    for (let made = 0; made < count; made++) {
      const model = await compile(SMALL, { threads: 2, wasmPaths });
      await model.step();
      threads.push(model.threads);
      model.dispose();
    }
    return threads;
  },

  async diagnose(source: string): Promise<{ readonly codes: readonly string[]; readonly thrown: string }> {
    const { diagnostics } = await check(source);
    const thrown = await compile(source).then(
      () => "nothing",
      (error) => (error instanceof CompileError ? error.message : String(error)),
    );
    return { codes: diagnostics.map(({ code }) => code), thrown };
  },
};

Object.assign(window, { page });
