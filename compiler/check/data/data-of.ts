import type { Clause, DataDeclaration } from "../../../grammar/syntax.ts";
import { dataSources } from "../../definitions/data-sources/index.ts";
import type { DataSource } from "../../ir/model.ts";
import { type FileScope, kindNames } from "../bind-names.ts";
import { fileScope, lookup, wordOf } from "../scope.ts";
import type { Session } from "../session.ts";
import { readData } from "./read-data.ts";

export interface FoundData {
  readonly name: string;
  /** Null for data written into the train block. */
  readonly declaration: DataDeclaration | null;
  readonly source: DataSource | undefined;
}

/** The data of a train block: `data houses`, or a source called on the spot. */
export function dataOf(clause: Clause | undefined, root: FileScope, session: Session): FoundData | undefined {
  if (clause === undefined) return undefined;
  const { faults } = session;
  const [argument, ...more] = clause.arguments;
  const value = argument?.value;
  const example = "data houses";
  if (value === undefined || more.length > 0 || clause.called || clause.values !== undefined) {
    return faults.report("bad-clause", { name: "data", example }, clause.span);
  }
  const word = wordOf(value);
  const bound = word === undefined ? undefined : lookup(fileScope(root), word);
  if (bound !== undefined && bound.declaration.kind !== "data") {
    const found = kindNames[bound.declaration.kind];
    return faults.report("wrong-kind", { name: word!, found, expected: "data" }, value.span);
  }
  if (bound?.declaration.kind === "data") {
    const { declaration } = bound;
    if (clause.clauses !== undefined) {
      return faults.report("bad-clause", { name: "data", example }, clause.span, [
        { span: declaration.span, text: "what is done to its fields stands here" },
      ]);
    }
    const { value: source, clauses, span } = declaration;
    const name = declaration.name.text;
    const data = { name, value: source, clauses, span };
    return { name, declaration, source: readData(data, fileScope(bound.scope), session) };
  }
  if (word !== undefined && !Object.hasOwn(dataSources, word)) {
    const declared = [...root.names].filter(([, { declaration }]) => declaration.kind === "data");
    const known = [...declared.map(([name]) => name), ...Object.keys(dataSources)];
    return faults.report("unknown-name", { what: "data", name: word, known }, value.span);
  }
  if (word === undefined && value.kind !== "call") {
    return faults.report("not-a-data-source", { known: Object.keys(dataSources) }, value.span);
  }
  const name = word ?? (value.kind === "call" ? session.written(value.callee) : "data");
  const written = { name, value, clauses: clause.clauses ?? [], span: clause.span };
  return { name, declaration: null, source: readData(written, fileScope(root), session) };
}
