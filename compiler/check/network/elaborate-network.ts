import type { Span } from "../../../grammar/source.ts";
import type { Argument, NetworkDeclaration } from "../../../grammar/syntax.ts";
import { bindArguments } from "../bind-arguments.ts";
import type { Bound } from "../bind-names.ts";
import { fileScope, type Scope } from "../scope.ts";
import type { Session } from "../session.ts";
import type { DataFields } from "./data-fields.ts";
import { Draft } from "./draft.ts";
import { elaborateBody } from "./elaborate-body.ts";
import type { GroupElement, Tensor } from "./element.ts";
import { readInput } from "./read-input.ts";

/** A network with its parameters' values, ready for policies. */
export interface ElaboratedNetwork {
  readonly declaration: NetworkDeclaration;
  readonly draft: Draft;
  /** In order; undefined where one is in error. */
  readonly outputs: ReadonlyMap<string, { readonly value: Tensor | undefined; readonly span: Span }>;
}

/** Builds the graph of a network: shapes, parameters, and the tree that selectors choose from. */
export function elaborateNetwork(
  bound: Bound & { readonly declaration: NetworkDeclaration },
  given: readonly Argument[],
  use: { readonly span: Span; readonly scope: Scope },
  fields: DataFields,
  session: Session,
): ElaboratedNetwork {
  const { declaration } = bound;
  const own = fileScope(bound.scope);
  const locals = bindArguments(declaration, own, given, use, session);
  const root: GroupElement = {
    kind: "group",
    name: declaration.name.text,
    type: null,
    parent: null,
    children: [],
    copy: null,
    value: null,
  };
  const draft = new Draft(session, root);
  const outputs = elaborateBody(
    declaration,
    { ...own, locals },
    {
      draft,
      element: root,
      prefix: "",
      blocks: [],
      input(statement, scope) {
        const read = readInput(statement, scope, fields, session);
        if (read === undefined) return undefined;
        const { type, field } = read;
        const id = draft.claim(statement.name.text);
        const value: Tensor = { ...type, id, span: statement.name.span, depth: 0 };
        const parts = { name: id, type: null, parent: root, copy: null, value, field } as const;
        const element = { kind: "input", ...parts } as const;
        root.children.push(element);
        draft.inputs.push(element);
        return value;
      },
    },
  );
  return { declaration, draft, outputs };
}
