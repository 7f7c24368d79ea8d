/**
 * The API. `compile` turns a spec into a model that trains; `checkSource` says what is wrong with one; `parse` and
 * `format` are the grammar's. What needs Node's file system is in `regnet/node`.
 */
export type { Choices } from "../compiler/check/check.ts";
export type { Model } from "../compiler/ir/model.ts";
export { parseModel } from "../compiler/ir/parse.ts";
export { serializeModel } from "../compiler/ir/serialize.ts";
export { validateModel } from "../compiler/ir/validate.ts";
export { type BackendName, backendNames } from "../compiler/plan/backend-name.ts";
export {
  type Diagnostic,
  format,
  locate,
  parse,
  renderDiagnostic,
  Source,
  type Span,
} from "../grammar/index.ts";
export type { FieldValues } from "./arguments/batch-of.ts";
export type { MemoryUse } from "./backends/backend.ts";
export { OutOfMemoryError } from "./backends/out-of-memory-error.ts";
export { type CompileOptions, checkSource as check, compile } from "./compile.ts";
export { CompileError, DivergedError } from "./compile-error.ts";
export { CompiledModel } from "./compiled-model.ts";
export type { DataFiles } from "./data/data-files.ts";
export type { PartName } from "./data/dataset.ts";
export type { MemoryField } from "./data/load-memory.ts";
export { suppliedFiles } from "./data/supplied-files.ts";
export type { Prediction } from "./prediction/prediction.ts";
export type { TrainingEvent } from "./training/events.ts";
export type { RunResult } from "./training/run-result.ts";
export type { EpochRecord, Losses, Scores } from "./training/scores.ts";
