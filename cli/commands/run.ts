import { Command, Option } from "commander";
import { versions } from "../../runtime/training/versions.ts";
import { ExitCode } from "../exit-code.ts";
import {
  backendOption,
  batchOption,
  dataOption,
  epochsOption,
  jsonOption,
  seedOption,
  setOption,
  threadsOption,
  trainOption,
  wideVectorsOption,
} from "../options.ts";
import { type PreparedRun, prepareRun, type RunOptions } from "../prepare-run.ts";
import { Progress } from "../progress.ts";
import { report } from "../report.ts";
import { showProfile } from "../show-profile.ts";
import { showResult } from "../show-result.ts";
import { printJson, say } from "../terminal.ts";

interface RunCommandOptions extends RunOptions {
  readonly json?: boolean;
  readonly quiet?: boolean;
}

export const runCommand = new Command("run")
  .description("compile a spec, train it, and write a run folder")
  .argument("<spec>", "a spec, or a model as JSON")
  .addOption(dataOption())
  .addOption(trainOption())
  .addOption(setOption())
  .addOption(epochsOption())
  .addOption(batchOption())
  .addOption(seedOption())
  .addOption(backendOption().default(undefined, "wasm, or that of the run to go on with"))
  .addOption(
    new Option("--out <folder>", "the run folder; default runs/<name>, with a number when it is taken"),
  )
  .addOption(
    new Option("--resume", "go on with the run in --out, or with the latest one of this spec in runs/"),
  )
  .addOption(threadsOption())
  .addOption(wideVectorsOption())
  .addOption(
    new Option("--profile", "show where a step's time goes, and write profile.json for chrome://tracing"),
  )
  .addOption(jsonOption())
  .addOption(new Option("--quiet", "show no progress"))
  .action(async (file: string, options: RunCommandOptions) => {
    const run = await prepareRun(file, options);
    if (run !== null) await follow(run, file, options);
  });

/** Trains to the end, or until Ctrl-C, which saves and can be resumed. */
async function follow(run: PreparedRun, file: string, options: RunCommandOptions) {
  const { folder, trainer, model, dataset } = run;
  const stop = new AbortController();
  const onSignal = () => stop.abort();
  process.once("SIGINT", onSignal);
  process.once("SIGTERM", onSignal);
  const progress = new Progress({
    epochs: model.run.epochs,
    examples: dataset.train.rows.length,
    live: process.stderr.isTTY === true && options.quiet !== true,
  });
  let isSaved = options.resume === true;
  try {
    for await (const event of folder.record(trainer.fit(stop.signal), versions)) {
      if (options.quiet !== true) progress.show(event);
      if (event.type === "checkpoint") isSaved = true;
      if (event.type === "warning") {
        progress.stop();
        report([event.diagnostic], new Map());
        process.exitCode = ExitCode.io;
      }
      if (event.type !== "done") continue;
      progress.stop();
      if (event.reason === "failed") {
        report([event.diagnostic], new Map());
        if (isSaved) say(`the last good checkpoint is in ${folder.path}`);
        process.exitCode = ExitCode.diverged;
      } else if (event.reason === "aborted") {
        if (run.runner.profile !== null) await showProfile(run);
        say(`stopped; go on with: regnet run ${file} --resume --out ${folder.path}`);
        process.exitCode = ExitCode.interrupted;
      } else if (options.json === true) printJson({ ...event.result, versions });
      else {
        showResult(event.result, folder.path, run.runner);
        if (run.runner.profile !== null) await showProfile(run);
      }
    }
  } finally {
    progress.stop();
    process.off("SIGINT", onSignal);
    process.off("SIGTERM", onSignal);
  }
}
