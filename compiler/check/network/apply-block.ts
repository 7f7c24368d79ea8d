import type { Span } from "../../../grammar/source.ts";
import type { Argument, Identifier, InputStatement, NetworkDeclaration } from "../../../grammar/syntax.ts";
import { bindArguments } from "../bind-arguments.ts";
import type { FileScope } from "../bind-names.ts";
import { fileScope, type Scope } from "../scope.ts";
import { elaborateBody } from "./elaborate-body.ts";
import type { GroupElement, Tensor } from "./element.ts";
import { formatType } from "./format-type.ts";
import type { NetworkValue, Site } from "./frame.ts";
import { readTensorType } from "./read-input.ts";

/** One use of a block: a copy of its body with weights of its own. */
export interface BlockUse {
  readonly block: { readonly declaration: NetworkDeclaration; readonly scope: FileScope };
  readonly inputs: readonly (Tensor | undefined)[];
  readonly given: readonly Argument[];
  readonly at: { readonly span: Span };
  readonly alias: Identifier | null;
  readonly site: Site;
  readonly copy: number | null;
}

/** The most blocks within blocks. */
const depthLimit = 64;

/** Builds an instance of a block and gives its output, or its outputs when it has several. */
export function applyBlock(use: BlockUse): NetworkValue | undefined {
  const { block, inputs, given, at, alias, site, copy } = use;
  const { frame } = site;
  const { draft } = frame;
  const { session } = draft;
  const { declaration } = block;
  const name = declaration.name.text;
  if (frame.blocks.includes(declaration)) {
    const cycle = [...frame.blocks.slice(frame.blocks.indexOf(declaration)), declaration];
    const slots = { cycle: cycle.map((open) => open.name.text) };
    return session.faults.report("recursive-block", slots, at.span, [
      { span: declaration.name.span, text: "the block" },
    ]);
  }
  if (frame.blocks.length >= depthLimit) {
    return session.faults.report("too-deep", { what: "blocks are nested", limit: depthLimit }, at.span);
  }
  if (!draft.makesRoom(at.span)) return undefined;
  const inputStatements = declaration.body.filter((statement) => statement.kind === "input");
  if (inputStatements.length !== inputs.length) {
    const wanted = inputStatements.length;
    const expected = wanted === 1 ? "one input" : `${wanted} inputs`;
    return session.faults.report(
      "wrong-input-count",
      { layer: name, expected, given: inputs.length },
      at.span,
    );
  }
  const own = fileScope(block.scope);
  const scope = {
    ...own,
    locals: bindArguments(declaration, own, given, { ...at, scope: frame.scope }, session),
  };
  const id = draft.claim(alias === null ? `${site.prefix}${name}` : `${frame.prefix}${alias.text}`);
  const element: GroupElement = {
    kind: "group",
    name: alias?.text ?? id.slice(id.lastIndexOf(".") + 1),
    type: name,
    parent: site.element,
    children: [],
    copy,
    value: null,
  };
  site.element.children.push(element);
  const byStatement = new Map(inputStatements.map((statement, i) => [statement, inputs[i]]));
  const outputs = elaborateBody(declaration, scope, {
    draft,
    element,
    prefix: `${id}.`,
    blocks: [...frame.blocks, declaration],
    input: (statement, inner) => checkInput(statement, byStatement.get(statement), inner, use),
  });
  const values = [...outputs.values()];
  if (values.length !== 1) {
    return values.length === 0
      ? undefined
      : {
          block: name,
          span: at.span,
          outputs: new Map([...outputs].map(([key, { value }]) => [key, value])),
        };
  }
  element.value = values[0]!.value ?? null;
  return values[0]!.value;
}

/** What flows into a block has to have the type that its input declares, if it declares one. */
function checkInput(
  { name, type }: InputStatement,
  value: Tensor | undefined,
  scope: Scope,
  { at, site }: BlockUse,
): Tensor | undefined {
  const { session } = site.frame.draft;
  if (type === undefined || value === undefined) return value;
  if (type.kind === "path") {
    return session.faults.report("untyped-input", { name: name.text }, type.span);
  }
  const declared = readTensorType(type, scope, session);
  if (declared === undefined || formatType(declared) === formatType(value)) return value;
  const slots = {
    name: name.text,
    declared: formatType(declared),
    given: formatType(value),
    giver: "what flows in here",
  };
  return session.faults.report("input-type-mismatch", slots, at.span, [
    { span: type.span, text: "declared here" },
    { span: value.span, text: `\`${formatType(value)}\` comes from here` },
  ]);
}
