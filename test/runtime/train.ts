import { evaluateHostScalar } from "../../compiler/program/evaluate-host-scalar.ts";
import { inputKey, interpret, type StepContext } from "../../compiler/program/interpret.ts";
import type { NDArray } from "../../compiler/program/nd-array.ts";
import { streamKey } from "../../compiler/random.ts";
import {
  type Backend,
  numberOf,
  type PlanExecutor,
  type Session,
  type SessionOptions,
} from "../../runtime/backends/backend.ts";
import type { StepFeed } from "../../runtime/step-feed.ts";
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
  private step = 0;

  private constructor(
    readonly net: Net,
    readonly session: Session,
    readonly executor: PlanExecutor,
  ) {}

  static async start(net: Net, backend: Backend, options: SessionOptions = {}): Promise<Training> {
    const session = await backend.open(options);
    for (const [name, array] of net.state) session.state.set(name, typed(array), array);
    return new Training(net, session, await session.load(planOrFail(net.program, backend.name)));
  }

  /** The loss of the next step. */
  async next(): Promise<number> {
    const { outputs, fault } = await this.executor.run(feedAt(this.net, this.step++));
    if (outputs === null) throw new Error(`step ${this.step - 1} is not finite: ${JSON.stringify(fault)}`);
    return numberOf(outputs, "loss.total");
  }

  dispose(): void {
    this.session.dispose();
  }
}

export async function lossesOn(
  backend: Backend,
  net: Net,
  steps: number,
  options: SessionOptions = {},
): Promise<number[]> {
  const training = await Training.start(net, backend, options);
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
