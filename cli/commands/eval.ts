import { Command, Option } from "commander";
import { type PartName, partNames } from "../../runtime/data/dataset.ts";
import { diagnose } from "../../runtime/diagnostics/diagnose.ts";
import { evaluatePart } from "../../runtime/training/evaluate-part.ts";
import { stepPosition } from "../../runtime/training/feed-step.ts";
import { ExitCode } from "../exit-code.ts";
import { datasetOf, openRun, partOf, type RunChoice } from "../open-run.ts";
import { backendOption, dataOption, jsonOption, threadsOption, wideVectorsOption } from "../options.ts";
import { report } from "../report.ts";
import { scoresText } from "../scores-text.ts";
import { print, printJson } from "../terminal.ts";

interface EvalOptions extends RunChoice {
  readonly part: PartName;
  readonly json?: boolean;
}

export const evalCommand = new Command("eval")
  .description("losses and metrics of a trained network on a part of its data")
  .argument("<run>", "a run folder")
  .addOption(new Option("--part <name>", "which part").choices(partNames).default("test"))
  .addOption(dataOption())
  .addOption(backendOption())
  .addOption(threadsOption())
  .addOption(wideVectorsOption())
  .addOption(jsonOption())
  .action(async (path: string, options: EvalOptions) => {
    const run = await openRun(path, options);
    const dataset = run === null ? null : await datasetOf(run, options);
    const part = dataset === null ? null : partOf(dataset, options.part);
    if (run === null || dataset === null || part === null) return;
    const { stored, runner } = run;
    const { model, checkpoint } = stored;
    const { step, epoch } = checkpoint.progress;
    const position = stepPosition(model, dataset.train.rows.length, step);
    const { scores, fault } = await evaluatePart(model, runner, part, position);
    if (scores === null) {
      const slots = { step, epoch, during: "evaluation" as const, where: fault };
      report([diagnose("not-finite", slots, null)], new Map());
      process.exitCode = ExitCode.diverged;
    } else if (options.json === true)
      printJson({ part: options.part, examples: part.rows.length, ...scores });
    else print(`${options.part}, ${part.rows.length} examples: ${scoresText(scores)}`);
  });
