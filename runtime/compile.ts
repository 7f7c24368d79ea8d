import type { Choices } from "../compiler/check/check.ts";
import { type LoadedSpec, loadSpec } from "../compiler/check/load-spec.ts";
import type { Model } from "../compiler/ir/model.ts";
import type { BackendName } from "../compiler/plan/backend-name.ts";
import { type Diagnostic, hasErrors, type Source } from "../grammar/index.ts";
import { checkArguments } from "./arguments/check-arguments.ts";
import { checkHost } from "./arguments/check-host.ts";
import { checkOptions } from "./arguments/check-options.ts";
import { openBackend } from "./backends/open-backend.ts";
import { CompileError } from "./compile-error.ts";
import { CompiledModel } from "./compiled-model.ts";
import type { DataFiles } from "./data/data-files.ts";
import type { MemoryField } from "./data/load-memory.ts";
import type { DataEnvironment } from "./data/read-source.ts";
import { suppliedFiles } from "./data/supplied-files.ts";
import { diagnose } from "./diagnostics/diagnose.ts";
import { modelHash } from "./model-hash.ts";
import { ModelRunner } from "./model-runner.ts";
import { type Preparation, prepareDocument, prepareSpec } from "./prepare-model.ts";
import { Trainer } from "./training/trainer.ts";

export interface CompileOptions extends Choices {
  /** What the source is called in messages; imports are relative to it. Default `spec.regnet`. */
  readonly file?: string;
  /** The text of an imported file, or null when there is none. Default: there is none. */
  readonly read?: (path: string) => string | null | Promise<string | null>;
  /** Where data files come from: `nodeFiles(folders)` of `regnet/node`, or `suppliedFiles(bytes)`. */
  readonly files?: DataFiles;
  /** The arrays of `data memory()`, by field. */
  readonly memory?: Readonly<Record<string, MemoryField>>;
  /** Default `wasm`. */
  readonly backend?: BackendName;
  /**
   * How many threads may share a step's work on wasm; the numbers are the same with any. Default: all cores where the
   * step is large enough to gain from it, and memory can be shared (Node, and cross-origin-isolated pages), else 1.
   */
  readonly threads?: number;
  /** Browsers: the URL of the folder that serves tfjs' .wasm files. */
  readonly wasmPaths?: string;
}

const DEFAULT_FILE = "spec.regnet";

/**
 * Compiles a spec, or a model document, with its data, into a model that trains on TensorFlow.js.
 *
 * @param source the text of a spec, or a model IR document (validated before use)
 * @throws CompileError when the spec, the document, the data or an option has errors, or the step does not fit the backend;
 *   all that is wrong is in its `diagnostics`
 * @throws RangeError when `threads` is no whole number from 1
 * @throws TypeError for arguments of another type, such as the path of a spec in place of its text
 * @throws Error on a host that is too old
 */
export async function compile(source: string | Model, options: CompileOptions = {}): Promise<CompiledModel> {
  checkArguments("compile", source, options);
  const { threads } = options;
  if (threads !== undefined && !(Number.isInteger(threads) && threads >= 1))
    throw new RangeError(`threads is ${threads}: a whole number from 1 is needed`);
  const { preparation, sources } = await prepareSource(source, options);
  const { prepared, diagnostics } = preparation;
  if (prepared === null) {
    const slots = { file: options.file ?? DEFAULT_FILE };
    const empty = hasErrors(diagnostics) ? [] : [diagnose("nothing-to-train", slots, null)];
    throw new CompileError([...diagnostics, ...empty], sources);
  }
  const { model, dataset } = prepared;
  const opened = await openBackend(options.backend ?? "wasm", { wasmPaths: options.wasmPaths });
  if (opened.backend === null) throw new CompileError(opened.diagnostics, sources);
  const runner = await ModelRunner.create(model, opened.backend, { threads });
  if (runner.value === null) throw new CompileError(runner.diagnostics, sources);
  const trainer = Trainer.create({ model, dataset, hash: modelHash(model), runner: runner.value });
  if (trainer.value === null) {
    runner.value.dispose();
    throw new CompileError(trainer.diagnostics, sources);
  }
  return new CompiledModel(
    model,
    [...diagnostics, ...runner.diagnostics],
    dataset,
    runner.value,
    trainer.value,
  );
}

/**
 * What is right and wrong with a spec or a model document, without running it. Never throws for a mistake in it.
 *
 * @throws TypeError for arguments of another type
 * @throws Error on a host that is too old
 */
export async function checkSource(
  source: string | Model,
  options: CompileOptions = {},
): Promise<{ readonly diagnostics: readonly Diagnostic[]; readonly sources: ReadonlyMap<string, Source> }> {
  checkArguments("check", source, options);
  const { preparation, sources } = await prepareSource(source, options);
  return { diagnostics: preparation.diagnostics, sources };
}

async function prepareSource(
  source: string | Model,
  options: CompileOptions,
): Promise<{ readonly preparation: Preparation; readonly sources: ReadonlyMap<string, Source> }> {
  checkHost();
  const { file = DEFAULT_FILE, read = () => null, files = suppliedFiles({}), memory } = options;
  const environment: DataEnvironment = { files, memory };
  const faults = checkOptions(options);
  if (typeof source !== "string") {
    const preparation = await prepareDocument(source, environment, options.run);
    return { preparation: withFaults(faults, preparation), sources: new Map() };
  }
  const spec = await loadSpec(file, { read: (path) => (path === file ? source : read(path)) });
  const preparation = await prepareSpec(spec, environment, options);
  return { preparation: withFaults(faults, preparation), sources: sourcesOf(spec) };
}

function withFaults(faults: readonly Diagnostic[], { prepared, diagnostics }: Preparation): Preparation {
  return { prepared: faults.length > 0 ? null : prepared, diagnostics: [...faults, ...diagnostics] };
}

export function sourcesOf(spec: LoadedSpec): ReadonlyMap<string, Source> {
  return new Map([...spec.files].map(([path, { source }]) => [path, source]));
}
