#!/usr/bin/env node
/** The command line: parses arguments, hands over to one file a command, and turns results into exit codes. */
import { Command, CommanderError } from "commander";
import packageFile from "../package.json" with { type: "json" };
import { OutOfMemoryError } from "../runtime/backends/out-of-memory-error.ts";
import { diagnose } from "../runtime/diagnostics/diagnose.ts";
import { systemReason } from "../runtime/node/system-reason.ts";
import { checkCommand } from "./commands/check.ts";
import { compileCommand } from "./commands/compile.ts";
import { evalCommand } from "./commands/eval.ts";
import { explainCommand } from "./commands/explain.ts";
import { fmtCommand } from "./commands/fmt.ts";
import { initCommand } from "./commands/init.ts";
import { predictCommand } from "./commands/predict.ts";
import { runCommand } from "./commands/run.ts";
import { ExitCode } from "./exit-code.ts";
import { report } from "./report.ts";
import { supportsNode } from "./supports-node.ts";
import { say } from "./terminal.ts";

const program = new Command("regnet")
  .description("Neural networks and the policies that regularize them, compiled to one training step.")
  .version(packageFile.version)
  .showHelpAfterError("(regnet --help lists the commands)")
  .exitOverride();

for (const command of [
  runCommand,
  checkCommand,
  explainCommand,
  compileCommand,
  fmtCommand,
  evalCommand,
  predictCommand,
  initCommand,
]) {
  program.addCommand(command.exitOverride());
}

process.stderr.on("error", () => {
  // Whoever followed the run has left; it goes on.
});
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  // A reader that has seen enough, as `| head` has, is no fault.
  if (error.code === "EPIPE") return;
  process.stderr.write(`cannot write the output: ${systemReason(error)}\n`);
  process.exitCode = ExitCode.io;
});

try {
  if (supportsNode(process.versions.node, packageFile.engines.node)) await program.parseAsync();
  else {
    const { node } = packageFile.engines;
    say(`regnet needs Node ${node.replace(">=", "")} or newer; this is ${process.versions.node}`);
    process.exitCode = ExitCode.usage;
  }
} catch (error) {
  process.exitCode = exitCodeOf(error);
}

function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? ExitCode.ok : ExitCode.usage;
  if (error instanceof OutOfMemoryError) {
    report([diagnose("out-of-memory", { backend: error.backend }, null)], new Map());
    return ExitCode.faulty;
  }
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`regnet: this is a bug of regnet, not of your spec: ${message}\n`);
  process.stderr.write("Please report it with the spec that shows it.\n");
  if (process.env.REGNET_DEBUG !== undefined && error instanceof Error)
    process.stderr.write(`${error.stack}\n`);
  return ExitCode.internal;
}
