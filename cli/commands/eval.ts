import { Command, Option } from "commander";
import type { PartName } from "../../runtime/compiled-model.ts";
import { BatchSource } from "../../runtime/data/batch-source.ts";
import { diagnose } from "../../runtime/diagnostics/diagnose.ts";
import { evaluatePart } from "../../runtime/training/evaluate-part.ts";
import { ExitCode } from "../exit-code.ts";
import { datasetOf, openRun, partOf, type RunChoice } from "../open-run.ts";
import { backendOption, dataOption, jsonOption } from "../options.ts";
import { scoresText } from "../progress.ts";
import { report } from "../report.ts";
import { print, printJson } from "../terminal.ts";

interface EvalOptions extends RunChoice {
  readonly part: PartName;
  readonly json?: boolean;
}

export const evalCommand = new Command("eval")
  .description("losses and metrics of a trained network on a part of its data")
  .argument("<run>", "a run folder")
  .addOption(new Option("--part <name>", "which part").choices(["train", "val", "test"]).default("test"))
  .addOption(dataOption())
  .addOption(backendOption())
  .addOption(jsonOption())
  .action(async (path: string, options: EvalOptions) => {
    const run = await openRun(path, options);
    const dataset = run === null ? null : await datasetOf(run, options);
    const part = dataset === null ? null : partOf(dataset, options.part);
    if (run === null || dataset === null || part === null) return;
    const { stored, runner } = run;
    const { model, checkpoint } = stored;
    const { fields } = runner.evaluateProgram;
    const source = new BatchSource(part, model.run.batch, { kind: "as-stored" }, fields);
    const { step, epoch } = checkpoint.progress;
    // Penalties may have strengths that follow a schedule: they are those of where the run stopped.
    const stepsPerEpoch = Math.ceil(dataset.train.rows.length / model.run.batch);
    const totalSteps = stepsPerEpoch * model.run.epochs;
    const position = { seed: model.run.seed, step, stepsPerEpoch, totalSteps };
    const { scores, fault } = await evaluatePart(runner, source, position);
    if (scores === null) {
      const slots = { step, epoch, during: "evaluation" as const, where: fault };
      report([diagnose("not-finite", slots, null)], new Map());
      process.exitCode = ExitCode.diverged;
    } else if (options.json === true)
      printJson({ part: options.part, examples: part.rows.length, ...scores });
    else print(`${options.part}, ${part.rows.length} examples: ${scoresText(scores)}`);
  });
