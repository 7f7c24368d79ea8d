import { tidy } from "../compiler/check/tidy.ts";
import { type Inspected, inspect, isModelFile, type ModelOptions } from "./load-model.ts";
import { readSpec } from "./read-spec.ts";

/** Checks a spec for each of its train blocks, unless one is chosen; what they share is said once. */
export async function inspectTrains(
  file: string,
  options: ModelOptions,
): Promise<Pick<Inspected, "diagnostics" | "sources">> {
  if (options.train !== undefined || isModelFile(file)) return inspect(file, options);
  const spec = await readSpec(file);
  const declarations = spec.files.get(spec.root)?.tree.declarations ?? [];
  const trains = declarations.flatMap((one) => (one.kind === "train" ? one.name.text : []));
  const [first, ...others] = new Set(trains);
  if (first === undefined || others.length === 0) return inspect(file, options);
  const { sources, ...checked } = await inspect(file, { ...options, train: first });
  const diagnostics = [...checked.diagnostics];
  for (const train of others) diagnostics.push(...(await inspect(file, { ...options, train })).diagnostics);
  return { diagnostics: tidy(spec, diagnostics), sources };
}
