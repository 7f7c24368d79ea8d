import { readFile } from "node:fs/promises";
import type { CompiledModel, MemoryField } from "regnet";
import type { FixtureTensors } from "../../workloads/fixture.ts";
import { loadRegnet } from "./package.ts";

const TARGETS: readonly string[] = ["label", "next"];

export interface SpecSettings {
  readonly threads: number;
  readonly noise: boolean;
}

export function readSpec(name: string): Promise<string> {
  return readFile(new URL(`../../specs/${name}.regnet`, import.meta.url), "utf8");
}

/** Compiles a spec of `bench/specs`; its data are the examples of all batches. */
export async function compileSpec(
  name: string,
  batches: readonly FixtureTensors[],
  { noise, threads }: SpecSettings,
): Promise<CompiledModel> {
  const { compile } = await loadRegnet();
  const source = await readSpec(name);
  const fields = Object.entries(batches[0]!).map(([field, { shape }]): [string, MemoryField] => [
    field,
    {
      values: join(batches.map((batch) => batch[field]!.values)),
      shape: shape.slice(1),
      label: TARGETS.includes(field),
    },
  ]);
  const set: Record<string, number> = source.includes("param rate") && !noise ? { rate: 0 } : {};
  return compile(source, { file: `${name}.regnet`, memory: Object.fromEntries(fields), set, threads });
}

function join(parts: readonly (Float32Array | Int32Array)[]): Float32Array | Int32Array {
  const size = parts.reduce((sum, { length }) => sum + length, 0);
  const whole = parts[0] instanceof Int32Array ? new Int32Array(size) : new Float32Array(size);
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}
