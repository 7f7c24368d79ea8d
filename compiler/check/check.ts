import { type Diagnostic, hasErrors } from "../../grammar/diagnostic.ts";
import type { DataSource, LoadedField, Model } from "../ir/model.ts";
import { bindNames, type FileScope, type NamedDeclaration } from "./bind-names.ts";
import { checkUnused } from "./check-unused.ts";
import { chooseTrain } from "./choose-train.ts";
import type { Constant } from "./constant.ts";
import { dataOf } from "./data/data-of.ts";
import { ParamValues, type Settings } from "./evaluate-params.ts";
import { isReadable, type LoadedSpec } from "./load-spec.ts";
import { Session } from "./session.ts";
import { tidy } from "./tidy.ts";
import { checkTrain } from "./train/check-train.ts";
import type { RunSettings } from "./train/read-run.ts";

/** What is chosen and set from outside. */
export interface Choices {
  /** The name of the train block; needed only when there are several. */
  readonly train?: string;
  /** Values of params, by name. */
  readonly set?: Settings;
  /** These stand for what the train block says. */
  readonly run?: RunSettings;
}

export interface CheckContext extends Choices {
  /** The fields of data, once it was loaded: the shapes of inputs depend on them. Or why it cannot be loaded. */
  readonly fieldTypes: (source: DataSource) => ReadonlyMap<string, LoadedField> | readonly Diagnostic[];
}

export interface Checked {
  /** Null when there is an error, or no train block to make a model of. */
  readonly model: Model | null;
  /** In the order of files and lines. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Checks a spec and makes the model of one train block. Mistakes are collected, never thrown. */
export function check(spec: LoadedSpec, context: CheckContext): Checked {
  if (!isReadable(spec)) return { model: null, diagnostics: tidy(spec, spec.diagnostics) };
  const { session, root, params } = begin(spec, context);
  const train = chooseTrain(root, context.train, session);
  const made = train === null ? null : checkTrain(train, { root, session, context, params });
  checkUnused(root, made?.used ?? new Set<NamedDeclaration>(), session);
  const diagnostics = tidy(spec, [...spec.diagnostics, ...session.faults.diagnostics]);
  return { model: hasErrors(diagnostics) ? null : (made?.model ?? null), diagnostics };
}

export interface CollectedData {
  /** The data of the chosen train block; null when there is none or it is in error. */
  readonly source: DataSource | null;
  readonly diagnostics: readonly Diagnostic[];
}

/** The data that a train block needs. It is loaded first: `check` asks for the types of its fields. */
export function collectData(spec: LoadedSpec, choices: Choices): CollectedData {
  if (!isReadable(spec)) return { source: null, diagnostics: tidy(spec, spec.diagnostics) };
  const { session, root } = begin(spec, choices);
  const train = chooseTrain(root, choices.train, session);
  if (train === null) return { source: null, diagnostics: tidy(spec, session.faults.diagnostics) };
  const clause = train.clauses.find(({ name }) => name.text === "data");
  const found = dataOf(clause, root, session);
  return { source: found?.source ?? null, diagnostics: tidy(spec, session.faults.diagnostics) };
}

/** What a stage about one train block works with. */
export interface Work {
  readonly root: FileScope;
  readonly session: Session;
  readonly context: CheckContext;
  readonly params: Readonly<Record<string, Constant>>;
}

export interface Made {
  readonly model: Model | null;
  /** The declarations that the train block uses. */
  readonly used: ReadonlySet<NamedDeclaration>;
}

function begin(spec: LoadedSpec, { set }: Choices) {
  const values = new ParamValues(set ?? {});
  const session = new Session(spec, values);
  const scopes = bindNames(spec, session.faults);
  const params = values.evaluateAll(scopes.values(), session);
  return { session, root: scopes.get(spec.root)!, params };
}
