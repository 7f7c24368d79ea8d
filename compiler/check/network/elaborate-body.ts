import type { Span } from "../../../grammar/source.ts";
import type {
  Expression,
  Identifier,
  InputStatement,
  NetworkDeclaration,
  OutputStatement,
  Statement,
} from "../../../grammar/syntax.ts";
import type { Scope } from "../scope.ts";
import type { Draft } from "./draft.ts";
import type { GroupElement, Tensor } from "./element.ts";
import { evaluateTensor, evaluateValue } from "./evaluate-tensor.ts";
import { define, type Frame, isTensor, type NetworkName, type NetworkValue } from "./frame.ts";
import { makeSharedLayer } from "./make-shared-layer.ts";

/** Where a body is built, and how its inputs come about: from data for a network, from a pipe for a block. */
export interface Setting {
  readonly draft: Draft;
  readonly element: GroupElement;
  readonly prefix: string;
  readonly blocks: readonly NetworkDeclaration[];
  readonly input: (statement: InputStatement, scope: Scope) => Tensor | undefined;
}

export type Outputs = ReadonlyMap<string, { readonly value: Tensor | undefined; readonly span: Span }>;

/** Builds the statements of a network or block in order and gives its outputs. */
export function elaborateBody(declaration: NetworkDeclaration, scope: Scope, setting: Setting): Outputs {
  const { draft, element, prefix, blocks } = setting;
  const { faults } = draft.session;
  const names = new Map<string, NetworkName>();
  const later = new Map(declaration.body.map((statement) => [statement.name.text, statement.name]));
  const frame: Frame = {
    draft,
    scope: { ...scope, tensors: names },
    names,
    used: new Set(),
    later,
    element,
    prefix,
    blocks,
  };
  const outputs = new Map<string, { value: Tensor | undefined; span: Span }>();
  const what = declaration.kind;
  const { text: name, span } = declaration.name;
  if (!declaration.body.some(({ kind }) => kind === "input")) {
    faults.report("missing-input", { what, name }, span);
    draft.poison();
    return outputs;
  }
  for (const parameter of declaration.parameters) checkName(parameter.name, later, draft);
  for (const statement of declaration.body) {
    if (statement.kind === "output") addOutput(statement, frame, outputs);
    else define(frame, statement.name, meaning(statement, frame, setting));
  }
  if (outputs.size === 0) {
    faults.report("missing-output", { what, name }, span);
    draft.poison();
  }
  // What uses a name may be in error itself, and left out.
  if (!draft.broken) reportUnused(declaration.body, frame);
  return outputs;
}

function meaning(
  statement: Exclude<Statement, OutputStatement>,
  frame: Frame,
  setting: Setting,
): NetworkName {
  const { span } = statement.name;
  switch (statement.kind) {
    case "input":
      return { kind: "value", value: setting.input(statement, frame.scope) ?? frame.draft.poison(), span };
    case "layer":
      return { kind: "layer", layer: makeSharedLayer(statement, frame) ?? frame.draft.poison(), span };
    case "binding":
      return { kind: "value", value: bind(statement.name, statement.value, frame), span };
  }
}

/** A binding is a group that selectors can name: what its expression makes stands in it. */
function bind(name: Identifier, expression: Expression, frame: Frame): NetworkValue | undefined {
  const element: GroupElement = {
    kind: "group",
    name: name.text,
    type: null,
    parent: frame.element,
    children: [],
    copy: null,
    value: null,
  };
  frame.element.children.push(element);
  const prefix = `${frame.prefix}${name.text}.`;
  const value = evaluateValue(expression, { frame, element, prefix });
  if (value === undefined) return frame.draft.poison();
  if (isTensor(value)) element.value = value;
  return value;
}

function addOutput(
  { name, value: expression }: OutputStatement,
  frame: Frame,
  outputs: Map<string, { value: Tensor | undefined; span: Span }>,
): void {
  const { draft } = frame;
  const earlier = outputs.get(name.text);
  if (earlier !== undefined) {
    draft.session.faults.report("duplicate-name", { name: name.text }, name.span, [
      { span: earlier.span, text: `the output \`${name.text}\` is already here` },
    ]);
    draft.poison();
    return;
  }
  let value: NetworkValue | undefined;
  if (expression === undefined) {
    const path: Expression = { kind: "path", parts: [name], span: name.span };
    value = evaluateTensor(path, { frame, element: frame.element, prefix: frame.prefix }) ?? draft.poison();
  } else {
    value = bind(name, expression, frame);
    if (value !== undefined && !isTensor(value)) {
      draft.session.faults.report(
        "several-outputs",
        { block: value.block, outputs: [...value.outputs.keys()] },
        value.span,
      );
      value = draft.poison();
    }
    define(frame, name, { kind: "value", value, span: name.span });
    frame.used.add(name.text);
  }
  outputs.set(name.text, { value, span: name.span });
}

/** A parameter and a statement of one name would make every use ambiguous. */
function checkName(name: Identifier, statements: ReadonlyMap<string, Identifier>, draft: Draft): void {
  const other = statements.get(name.text);
  if (other === undefined) return;
  draft.session.faults.report("duplicate-name", { name: name.text }, other.span, [
    { span: name.span, text: `the parameter \`${name.text}\`` },
  ]);
}

function reportUnused(body: readonly Statement[], frame: Frame): void {
  const { faults } = frame.draft.session;
  for (const { kind, name } of body) {
    if (kind === "output" || frame.used.has(name.text)) continue;
    faults.report(kind === "input" ? "unused-input" : "unused-value", { name: name.text }, name.span);
  }
}
