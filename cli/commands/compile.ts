import { Command, InvalidArgumentError, Option } from "commander";
import { didYouMean } from "../../compiler/diagnostics/did-you-mean.ts";
import { serializeModel } from "../../compiler/ir/serialize.ts";
import { lowerStep, type StepMode } from "../../compiler/lower-step.ts";
import { expandGradients, pipeline } from "../../compiler/passes/pipeline.ts";
import type { BackendName } from "../../compiler/plan/backend-name.ts";
import { printPlan } from "../../compiler/plan/print-plan.ts";
import { print as printProgram } from "../../compiler/program/print.ts";
import { ExitCode } from "../exit-code.ts";
import { type LoadedModel, loadModel, type ModelOptions } from "../load-model.ts";
import {
  backendOption,
  batchOption,
  dataOption,
  epochsOption,
  seedOption,
  setOption,
  trainOption,
} from "../options.ts";
import { report } from "../report.ts";
import { print } from "../terminal.ts";
import { writeOutput } from "../write-output.ts";

interface CompileOptions extends ModelOptions {
  readonly emit: "ir" | "step" | "plan";
  readonly mode: StepMode;
  readonly backend: BackendName;
  readonly plain?: boolean;
  readonly disable: readonly string[];
  readonly trace?: boolean;
  readonly out?: string;
}

const passNames = pipeline.flatMap((pass) => (pass === expandGradients ? [] : [pass.name]));

function addPass(name: string, earlier: readonly string[]): readonly string[] {
  if (passNames.includes(name)) return [...earlier, name];
  throw new InvalidArgumentError(didYouMean(name, passNames) ?? `the passes are ${passNames.join(", ")}`);
}

export const compileCommand = new Command("compile")
  .description("print what a spec is compiled to: the model, a step program, or the plan of a backend")
  .argument("<spec>", "a spec, or a model as JSON")
  .addOption(
    new Option("--emit <what>", "the model as JSON, the program of one step, or its kernel calls")
      .choices(["ir", "step", "plan"])
      .default("step"),
  )
  .addOption(
    new Option("--mode <mode>", "which step").choices(["train", "evaluate", "predict"]).default("train"),
  )
  .addOption(new Option("--plain", "differentiate only: no pass rewrites the program").conflicts("disable"))
  .addOption(
    new Option("--disable <pass>", "leave a pass out; may be repeated").argParser(addPass).default([]),
  )
  .addOption(new Option("--trace", "print the program after each pass first"))
  .addOption(new Option("--out <file>", "write to a file in place of standard output"))
  .addOption(trainOption())
  .addOption(setOption())
  .addOption(dataOption())
  .addOption(backendOption())
  .addOption(epochsOption())
  .addOption(batchOption())
  .addOption(seedOption())
  .action(async (file: string, options: CompileOptions, command: Command) => {
    if (options.emit === "ir") refuseStepOptions(command);
    const loaded = await loadModel(file, options);
    if (loaded === null) return;
    const text = emit(loaded, options);
    if (text === null) process.exitCode = ExitCode.faulty;
    else if (options.out === undefined) print(text.trimEnd());
    else process.exitCode = await writeOutput(options.out, text);
  });

/** The model is the same for every step, so an option that speaks of one would be heeded by nothing. */
function refuseStepOptions(command: Command): void {
  const given = ["mode", "plain", "disable", "trace", "backend"].filter(
    (name) => command.getOptionValueSource(name) === "cli",
  );
  if (given.length > 0)
    command.error(`error: --${given[0]} says nothing of a model; use --emit step or plan`);
}

/** Null when the backend cannot run the step; that has been reported. */
function emit({ model, sources }: LoadedModel, options: CompileOptions): string | null {
  if (options.emit === "ir") return serializeModel(model);
  const { mode, backend, trace } = options;
  const disable = options.plain === true ? passNames : options.disable;
  const step = lowerStep(model, mode, model.run.batch, backend, { disable, trace });
  const stages = (step.trace ?? []).map(({ pass, program }) => `after ${pass}:\n${printProgram(program)}\n`);
  if (options.emit === "step") {
    // The last pass's program is the step itself.
    return stages.length === 0 ? printProgram(step.program) : stages.join("");
  }
  report(step.diagnostics, sources);
  return step.plan === null ? null : [...stages, printPlan(step.plan)].join("");
}
