import { Command } from "commander";
import { hasErrors } from "../../grammar/index.ts";
import { ExitCode } from "../exit-code.ts";
import { inspectTrains } from "../inspect-trains.ts";
import type { ModelOptions } from "../load-model.ts";
import { dataOption, jsonOption, setOption, trainOption } from "../options.ts";
import { countOf, report, toRecord } from "../report.ts";
import { print, printJson } from "../terminal.ts";

interface CheckOptions extends ModelOptions {
  readonly json?: boolean;
}

export const checkCommand = new Command("check")
  .description("say everything that is wrong or doubtful in specs; exit 1 when one has errors")
  .argument("<specs...>", "specs, or models as JSON")
  .addOption(trainOption())
  .addOption(setOption())
  .addOption(dataOption())
  .addOption(jsonOption())
  .action(async (files: readonly string[], { json, ...options }: CheckOptions) => {
    const records = [];
    for (const file of files) {
      const { diagnostics, sources } = await inspectTrains(file, options);
      if (hasErrors(diagnostics)) process.exitCode = ExitCode.faulty;
      if (json === true) records.push(...diagnostics.map((diagnostic) => toRecord(diagnostic, sources)));
      else {
        report(diagnostics, sources);
        print(`${file}: ${diagnostics.length === 0 ? "no faults found" : countOf(diagnostics)}`);
      }
    }
    if (json === true) printJson(records);
  });
