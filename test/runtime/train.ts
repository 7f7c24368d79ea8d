import { evaluateHostScalar } from "../../compiler/program/evaluate-host-scalar.ts";
import { inputKey, interpret, type StepContext } from "../../compiler/program/interpret.ts";
import type { NDArray } from "../../compiler/program/nd-array.ts";
import { streamKey } from "../../compiler/random.ts";
import type { Backend } from "../../runtime/backends/backend.ts";
import { Executor } from "../../runtime/executor.ts";
import type { StepFeed } from "../../runtime/step-feed.ts";
import { TensorStore } from "../../runtime/tensor-store.ts";
import { firstStep } from "../program/run.ts";
import type { Net } from "./nets.ts";
import { planOrFail, rounded, typed } from "./on-backend.ts";

/** What the program of a net is given at a step. */
export function feedAt({ program, batch }: Net, step: number): StepFeed {
  const arrays = [...batch(step)].map(([name, array]) => [name, typed(array)] as const);
  const scalars = new Map<string, number>();
  const keys = new Map<string, readonly [number, number]>();
  for (const input of program.inputs) {
    if (input.kind === "key") keys.set(input.name, streamKey(firstStep.seed, input.name, step));
    if (input.kind === "scalar")
      scalars.set(input.name, evaluateHostScalar(input.scalar, step, firstStep.evaluateSchedule));
  }
  return { batch: new Map(arrays), scalars, keys };
}

export class Training {
  readonly store: TensorStore;
  readonly executor: Executor;
  private step = 0;

  constructor(
    readonly net: Net,
    backend: Backend,
  ) {
    this.store = new TensorStore(backend);
    for (const [name, array] of net.state) this.store.set(name, typed(array), array);
    this.executor = new Executor(planOrFail(net.program, backend.name), this.store);
  }

  /** The loss of the next step. */
  async next(): Promise<number> {
    const { outputs, fault } = this.executor.run(feedAt(this.net, this.step++));
    if (outputs === null) throw new Error(`step ${this.step - 1} is not finite: ${JSON.stringify(fault)}`);
    return outputs.number("loss.total");
  }

  dispose(): void {
    this.executor.dispose();
    this.store.dispose();
  }
}

export async function lossesOn(backend: Backend, net: Net, steps: number): Promise<number[]> {
  const training = new Training(net, backend);
  const losses: number[] = [];
  for (let step = 0; step < steps; step++) losses.push(await training.next());
  training.dispose();
  return losses;
}

/** The same steps in float64. */
export function lossesInterpreted({ program, state, batch }: Net, steps: number): number[] {
  const kindOf = new Map(program.inputs.map((input) => [input.name, inputKey(input)]));
  const current = new Map([...state].map(([name, array]) => [name, rounded(array)]));
  const losses: number[] = [];
  for (let step = 0; step < steps; step++) {
    const context: StepContext = { ...firstStep, step };
    const inputs = new Map<string, NDArray>();
    for (const [name, array] of [...current, ...batch(step)]) inputs.set(kindOf.get(name)!, rounded(array));
    const { outputs, writes } = interpret(program, inputs, context);
    losses.push(outputs.get("loss.total")!.data[0]!);
    for (const [name, array] of writes) current.set(name, array);
  }
  return losses;
}
