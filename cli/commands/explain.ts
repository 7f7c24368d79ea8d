import { Command, Option } from "commander";
import { explain, renderExplanation } from "../../compiler/explain/index.ts";
import type { BackendName } from "../../compiler/plan/backend-name.ts";
import { hasErrors } from "../../grammar/index.ts";
import { ExitCode } from "../exit-code.ts";
import { loadModel, type ModelOptions } from "../load-model.ts";
import {
  backendOption,
  batchOption,
  dataOption,
  epochsOption,
  jsonOption,
  setOption,
  trainOption,
} from "../options.ts";
import { report } from "../report.ts";
import { print, printJson, styleFor } from "../terminal.ts";

interface ExplainOptions extends ModelOptions {
  readonly backend: BackendName;
  readonly parameter?: string;
  readonly json?: boolean;
}

export const explainCommand = new Command("explain")
  .description("show what a policy does to every parameter, why, and what the compiler made of it")
  .argument("<spec>", "a spec, or a model as JSON")
  .addOption(
    new Option("--parameter <name>", "explain only this parameter, or those of a layer: head.kernel, head"),
  )
  .addOption(trainOption())
  .addOption(setOption())
  .addOption(dataOption())
  .addOption(backendOption())
  .addOption(epochsOption())
  .addOption(batchOption())
  .addOption(jsonOption())
  .action(async (file: string, options: ExplainOptions) => {
    const loaded = await loadModel(file, options);
    if (loaded === null) return;
    const { model, dataset, sources } = loaded;
    const { backend, parameter, json } = options;
    const examples = dataset.train.rows.length;
    const { explanation, diagnostics } = explain(model, backend, { parameter, examples });
    if (explanation !== null) {
      if (json === true) printJson(explanation);
      else print(renderExplanation(explanation, styleFor(process.stdout)).trimEnd());
    }
    report(diagnostics, sources);
    if (hasErrors(diagnostics)) process.exitCode = explanation === null ? ExitCode.usage : ExitCode.faulty;
  });
