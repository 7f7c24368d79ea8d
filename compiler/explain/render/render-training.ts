import type { Style } from "../../../grammar/render.ts";
import type { OptimizerSummary, ScheduleSummary, TrainingSummary } from "../explanation.ts";
import { labelled } from "./layout.ts";
import { plural, writeNumber } from "./write-number.ts";

export function renderTraining(training: TrainingSummary, style: Style): readonly string[] {
  const { data, loss, metrics, optimizer, batch, epochs, seed, stepsPerEpoch, params } = training;
  const row = (label: string, text: string) => labelled({ indent: 2, label, width: 9 }, text, style.faint);
  const { train, validation, test } = data.split;
  const length = stepsPerEpoch === null ? "" : ` of ${plural(stepsPerEpoch, "step")}`;
  const given = Object.entries(params).map(([name, value]) => `${name} ${value}`);
  return [
    style.strong("Training"),
    ...row("data", `${data.source}, split ${[train, validation, test].map(writeNumber).join(" / ")}`),
    ...data.fields.flatMap(({ name, role, made }) =>
      row("", `${role} ${name}${made === "" ? "" : `: ${made}`}`),
    ),
    ...row("loss", loss),
    ...renderOptimizer(optimizer, row),
    ...row("run", `batches of ${batch}, ${plural(epochs, "epoch")}${length}, seed ${seed}`),
    ...(metrics.length === 0 ? [] : row("metrics", metrics.join(", "))),
    ...(given.length === 0 ? [] : row("params", given.join(", "))),
  ];
}

function renderOptimizer(
  { name, formula, learningRate, hyperParameters, chain }: OptimizerSummary,
  row: (label: string, text: string) => readonly string[],
): readonly string[] {
  const options = hyperParameters.map((option) => `${option.name} ${option.value}`);
  return [
    ...row("optimizer", `${name}: ${formula}`),
    ...(options.length === 0 ? [] : row("", options.join(", "))),
    ...row("chain", chain.join(" -> ")),
    ...row("lr", writeScheduleSummary(learningRate)),
  ];
}

function writeScheduleSummary({ text, constant, start, peak, end }: ScheduleSummary): string {
  if (constant) return text;
  const first = start === null ? "" : `${writeNumber(start)} at the first step, `;
  const last = end === null ? "" : `, ${writeNumber(end)} at the end`;
  return `${text}: ${first}${writeNumber(peak)} at most${last}`;
}
