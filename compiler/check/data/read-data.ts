import type { Span } from "../../../grammar/source.ts";
import type { Clause, Expression } from "../../../grammar/syntax.ts";
import type { DataSourceDefinition } from "../../definitions/data-source.ts";
import { dataSources } from "../../definitions/data-sources/index.ts";
import type { DataSource, Field } from "../../ir/model.ts";
import { readChosen } from "../options/read-nested.ts";
import type { Scope } from "../scope.ts";
import type { Session } from "../session.ts";
import { readDeclaredField, readSourceField } from "./read-field.ts";
import { readSplit } from "./read-split.ts";

const definitions: Readonly<Record<string, DataSourceDefinition>> = dataSources;

/** Data as a declaration or a train block says it. */
export interface WrittenData {
  readonly name: string;
  /** `csv("housing.csv")` */
  readonly value: Expression;
  readonly clauses: readonly Clause[];
  readonly span: Span;
}

/** Where examples come from and how fields are made of them; undefined when anything of it is in error. */
export function readData(data: WrittenData, scope: Scope, session: Session): DataSource | undefined {
  const chosen = readChosen("data source", definitions, data.value, scope, session);
  const definition = sourceOf(data.value);
  if (definition === undefined) return undefined;
  const made = typeof definition.fields === "string" ? null : definition.fields;
  const seen = new Map<string, Span>();
  const fields = new Map<string, Field>();
  let split: DataSource["split"] | undefined = definition.ownTest
    ? { train: 0.9, validation: 0.1, test: 0 }
    : { train: 0.8, validation: 0.1, test: 0.1 };
  let sound = chosen !== undefined;
  for (const clause of data.clauses) {
    const key = clause.name.text;
    if (key === "split") {
      if (isRepeated(key, clause, seen, session)) continue;
      split = readSplit(clause, session);
      continue;
    }
    const field =
      made === null
        ? readDeclaredField(clause, definition, scope, session)
        : readSourceField(clause, made, scope, session);
    if (field === undefined) sound = false;
    else if (!isRepeated(field.name, clause, seen, session)) fields.set(field.name, field);
  }
  for (const { name, role } of made ?? []) {
    if (!fields.has(name)) fields.set(name, { name, role, columns: [], transforms: [] });
  }
  const all = [...fields.values()];
  for (const role of ["features", "target"] as const) {
    if (!sound || all.some((field) => field.role === role)) continue;
    session.faults.report("missing-fields", { data: data.name, role }, data.span);
    sound = false;
  }
  if (!sound || chosen === undefined || split === undefined) return undefined;
  const origin = session.origin(data);
  return { name: data.name, source: chosen.name, options: chosen.options, split, fields: all, origin };
}

function sourceOf(value: Expression): DataSourceDefinition | undefined {
  const callee = value.kind === "call" ? value.callee : value;
  if (callee.kind !== "path") return undefined;
  const name = callee.parts.map(({ text }) => text).join(".");
  return Object.hasOwn(definitions, name) ? definitions[name] : undefined;
}

function isRepeated(name: string, clause: Clause, seen: Map<string, Span>, session: Session): boolean {
  const earlier = seen.get(name);
  seen.set(name, earlier ?? clause.span);
  if (earlier === undefined) return false;
  session.faults.report("duplicate-clause", { name }, clause.span, [
    { span: earlier, text: "said here first" },
  ]);
  return true;
}
