import type { LayerStatement } from "../../../grammar/syntax.ts";
import type { LayerDefinition } from "../../definitions/layer.ts";
import { layers } from "../../definitions/layers/index.ts";
import { kindNames } from "../bind-names.ts";
import { readOptions } from "../options/read-options.ts";
import { lookup } from "../scope.ts";
import type { GroupElement } from "./element.ts";
import type { Frame, SharedLayer } from "./frame.ts";

const definitions: Readonly<Record<string, LayerDefinition>> = layers;

/** `layer table = embedding(vocab, width)`; its parameters are settled by its first use. */
export function makeSharedLayer(statement: LayerStatement, frame: Frame): SharedLayer | undefined {
  const { session } = frame.draft;
  const { value } = statement;
  const callee = value.kind === "call" ? value.callee : value;
  const name = session.written(callee);
  const definition = Object.hasOwn(definitions, name) ? definitions[name] : undefined;
  if (definition === undefined) {
    const declaration = lookup(frame.scope, name)?.declaration;
    if (declaration === undefined) {
      const known = Object.keys(definitions);
      return session.faults.report("unknown-layer", { name, known }, callee.span);
    }
    const found = kindNames[declaration.kind];
    return session.faults.report("wrong-kind", { name, found, expected: "a built-in layer" }, callee.span);
  }
  const given = value.kind === "call" ? value.arguments : [];
  const options = readOptions(definition, given, { span: value.span, scope: frame.scope }, session);
  if (options === undefined) return undefined;
  const element: GroupElement = {
    kind: "group",
    name: statement.name.text,
    type: definition.name,
    parent: frame.element,
    children: [],
    copy: null,
    value: null,
  };
  frame.element.children.push(element);
  return { name: statement.name.text, definition, options, element, first: null };
}
