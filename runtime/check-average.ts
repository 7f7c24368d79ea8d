import type { TechniqueName } from "../compiler/definitions/techniques/index.ts";
import type { Model } from "../compiler/ir/model.ts";
import type { Diagnostic } from "../grammar/diagnostic.ts";
import type { Dataset } from "./data/dataset.ts";
import { diagnose } from "./diagnostics/diagnose.ts";

/** Times that an average has to look back before its first weights count for less than 1 %. */
const ENOUGH = 5;

/** L-21: warns of an average that still leans on its first weights when the run ends. */
export function checkAverage({ sites, run }: Model, { train }: Dataset): readonly Diagnostic[] {
  const name: TechniqueName = "ema";
  const options = sites.find(({ technique }) => technique === name)?.options;
  if (options === undefined || options.warmup !== null) return [];
  const keep = Number(options.keep);
  const steps = run.epochs * Math.ceil(train.rows.length / run.batch);
  const needed = Math.ceil(ENOUGH / (1 - keep));
  return steps < needed ? [diagnose("short-average", { keep, steps, needed }, null)] : [];
}
