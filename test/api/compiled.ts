/** Models that are disposed of after each test, and what they come to. */
import { afterEach } from "vitest";
import {
  type CompiledModel,
  type CompileOptions,
  compile,
  type Model,
  suppliedFiles,
  type TrainingEvent,
} from "../../runtime/index.ts";

const compiled: CompiledModel[] = [];

afterEach(() => {
  for (const model of compiled.splice(0)) model.dispose();
});

export async function compileOnce(source: string | Model, options?: CompileOptions): Promise<CompiledModel> {
  const model = await compile(source, options);
  compiled.push(model);
  return model;
}

export async function eventsOf(events: AsyncIterable<TrainingEvent>): Promise<TrainingEvent[]> {
  const all: TrainingEvent[] = [];
  for await (const event of events) all.push(event);
  return all;
}

export async function weightsOf(model: CompiledModel): Promise<Record<string, number[]>> {
  const ids = model.model.network.parameters.map(({ id }) => id);
  return Object.fromEntries(await Promise.all(ids.map(async (id) => [id, [...(await model.weights(id))]])));
}

export async function lossesOf(model: CompiledModel, steps: number): Promise<number[]> {
  const losses: number[] = [];
  for (let step = 0; step < steps; step++) losses.push((await model.step())!.loss.total);
  return losses;
}

export const tableFiles = (text: string, name: string) =>
  suppliedFiles({ [name]: new TextEncoder().encode(text) });
