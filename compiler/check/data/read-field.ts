import type { Argument, Clause, Expression } from "../../../grammar/syntax.ts";
import type { DataSourceDefinition, SourceField } from "../../definitions/data-source.ts";
import type { ColumnKind, TransformDefinition } from "../../definitions/transform.ts";
import { transforms } from "../../definitions/transforms/index.ts";
import type { Field } from "../../ir/model.ts";
import { readChosen } from "../options/read-nested.ts";
import { type Scope, wordOf } from "../scope.ts";
import type { Session } from "../session.ts";

const definitions: Readonly<Record<string, TransformDefinition>> = transforms;
type Transforms = Field["transforms"];

/** `image: scale(1 / 255)`: a field that the source makes by itself. */
export function readSourceField(
  clause: Clause,
  fields: readonly SourceField[],
  scope: Scope,
  session: Session,
): Field | undefined {
  const name = clause.name.text;
  const field = fields.find((other) => other.name === name);
  if (field === undefined) {
    const known = [...fields.map((other) => other.name), "split"];
    return session.faults.report("unknown-data-clause", { name, known }, clause.name.span);
  }
  if (clause.called || clause.arguments.length > 0 || clause.clauses !== undefined) {
    const problem = `\`${name}\` is followed by what is done to it`;
    return session.faults.report("bad-field", { problem, example: `${name}: scale(1 / 255)` }, clause.span);
  }
  const done = readTransforms(clause.values ?? [], [field.kind], scope, session);
  return done && { name, role: field.role, columns: [], transforms: done };
}

const roles: readonly Field["role"][] = ["features", "target"];

/** `features x: [age, income] { numeric: standardize; missing: median }`, `target y: price { standardize }` */
export function readDeclaredField(
  clause: Clause,
  source: DataSourceDefinition,
  scope: Scope,
  session: Session,
): Field | undefined {
  const { faults } = session;
  const role = roles.find((known) => known === clause.name.text);
  if (role === undefined) {
    const slots = { name: clause.name.text, known: [...roles, "split"] };
    return faults.report("unknown-data-clause", slots, clause.name.span);
  }
  const example = role === "features" ? "features x: [age, income]" : "target y: price";
  const [argument, ...more] = clause.arguments;
  const name = argument === undefined ? undefined : wordOf(argument.value);
  if (name === undefined || clause.called || more.length > 0) {
    return faults.report(
      "bad-field",
      { problem: `\`${role}\` needs the name of a field`, example },
      clause.span,
    );
  }
  const columns = readColumns(clause.values ?? [], session);
  if (columns === undefined) {
    const problem = `the columns of \`${name}\` are names`;
    return faults.report("bad-field", { problem, example }, clause.span);
  }
  if (source.fields === "arrays" && columns.length > 0) {
    const problem = `\`${source.name}\` holds whole arrays, which have no columns`;
    return faults.report("bad-field", { problem, example: `${role} ${name}` }, clause.span);
  }
  if (columns.length === 0 && clause.values !== undefined) {
    return faults.report("bad-field", { problem: `\`${name}\` is made of no column`, example }, clause.span);
  }
  const done = readFieldClauses(clause.clauses ?? [], role, scope, session);
  const own = source.fields === "arrays" ? [] : [name];
  return done && { name, role, columns: columns.length === 0 ? own : columns, transforms: done };
}

function readColumns(values: readonly Expression[], session: Session): readonly string[] | undefined {
  const items = values.flatMap((value) => (value.kind === "list" ? value.items : [value]));
  const columns = items.map((item) => (item.kind === "string" ? item.value : wordOf(item)));
  const known = columns.filter((column) => column !== undefined);
  const seen = new Set<string>();
  for (const [i, column] of known.entries()) {
    if (seen.has(column)) session.faults.report("duplicate-argument", { name: column }, items[i]!.span);
    seen.add(column);
  }
  return known.length === columns.length ? known : undefined;
}

const kinds: readonly ColumnKind[] = ["numeric", "category", "missing", "label", "image"];

/** `numeric: standardize` acts on columns of that kind, a transform alone on all it is made for. */
function readFieldClauses(
  clauses: readonly Clause[],
  role: Field["role"],
  scope: Scope,
  session: Session,
): Transforms | undefined {
  const done = clauses.map((clause) => {
    const kind = kinds.find((known) => known === clause.name.text);
    if (kind !== undefined && clause.values !== undefined) {
      return readTransforms(clause.values, [kind], scope, session);
    }
    const own: readonly ColumnKind[] = role === "target" ? ["numeric", "category", "label"] : kinds;
    return readTransforms([asExpression(clause)], own, scope, session);
  });
  return done.some((list) => list === undefined) ? undefined : done.flatMap((list) => list ?? []);
}

/** A transform that stands alone is a clause to the grammar: `standardize`, `scale(1 / 255)`. */
function asExpression({ name, called, arguments: given, span }: Clause): Expression {
  const callee = { kind: "path", parts: [name], span: name.span } as const;
  return called || given.length > 0 ? { kind: "call", callee, arguments: given as Argument[], span } : callee;
}

function readTransforms(
  values: readonly Expression[],
  wanted: readonly ColumnKind[],
  scope: Scope,
  session: Session,
): Transforms | undefined {
  const done: Transforms[number][] = [];
  for (const value of values) {
    const chosen = readChosen("transform", definitions, value, scope, session);
    if (chosen === undefined) return undefined;
    const { kinds: taken } = definitions[chosen.name]!;
    if (!wanted.some((kind) => taken.includes(kind))) {
      const slots = { transform: chosen.name, kind: wanted.join(" or "), kinds: taken };
      return session.faults.report("wrong-transform", slots, value.span);
    }
    done.push(chosen);
  }
  return done;
}
