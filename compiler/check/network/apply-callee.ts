import type { Argument, Call, Clause, Identifier, Path } from "../../../grammar/syntax.ts";
import type { LayerDefinition } from "../../definitions/layer.ts";
import { layers } from "../../definitions/layers/index.ts";
import { kindNames } from "../bind-names.ts";
import { readOptions } from "../options/read-options.ts";
import { isTechnique, spellings } from "../policy/techniques.ts";
import { lookup } from "../scope.ts";
import { applyBlock } from "./apply-block.ts";
import { addNode } from "./apply-layer.ts";
import type { Tensor } from "./element.ts";
import { type NetworkValue, type SharedLayer, type Site, use } from "./frame.ts";
import { countInputs, type Piped, takeInputs } from "./take-inputs.ts";

const definitions: Readonly<Record<string, LayerDefinition>> = layers;

/** A layer's or block's name as written. */
export function calleeName(layer: Path | Call): string {
  const path = layer.kind === "call" ? layer.callee : layer;
  return path.parts.map(({ text }) => text).join(".");
}

/**
 * Applies a layer, a shared layer, a block or a technique. `piped` is null where nothing is piped in: then the
 * first arguments flow in (`relu(x + branch)`).
 */
export function applyCallee(
  callee: Path | Call,
  piped: Piped,
  alias: Identifier | null,
  site: Site,
  copy?: number,
): NetworkValue | undefined {
  const { frame } = site;
  const { session } = frame.draft;
  const name = calleeName(callee);
  const given = callee.kind === "call" ? callee.arguments : [];
  const named = use(frame, name);
  if (named?.kind === "layer") return applyShared(named.layer, callee, given, piped, alias, site);
  const definition = Object.hasOwn(definitions, name) ? definitions[name] : undefined;
  if (definition !== undefined) {
    const { flowing, rest } = takeInputs(definition.inputs, given, piped, site);
    if (reportsTie(rest, site)) return undefined;
    const { span } = callee;
    const options = readOptions(definition, rest, { span, scope: frame.scope }, session);
    const inputs = countInputs(definition, flowing, callee, site);
    if (options === undefined || inputs === undefined) return undefined;
    return addNode({ definition, inputs, options, at: callee, site, alias: alias ?? undefined, copy });
  }
  const bound = lookup(frame.scope, name);
  if (bound?.declaration.kind === "block") {
    const { declaration } = bound;
    const inputs = declaration.body.filter(({ kind }) => kind === "input").length;
    const { flowing, rest } = takeInputs(inputs, given, piped, site);
    const block = { declaration, scope: bound.scope };
    return applyBlock({ block, inputs: flowing, given: rest, at: callee, alias, site, copy: copy ?? null });
  }
  if (isTechnique(name)) return applyTechnique(callee, name, given, piped, site);
  if (named !== undefined || bound !== undefined) {
    const found = bound === undefined ? "a value" : kindNames[bound.declaration.kind];
    return session.faults.report("wrong-kind", { name, found, expected: "a layer or block" }, callee.span);
  }
  const stages = spellings.filter((spelling) => !spelling.includes(" "));
  const known = [...Object.keys(definitions), ...blockNames(site), ...layerNames(site), ...stages];
  const { span } = callee.kind === "call" ? callee.callee : callee;
  return session.faults.report("unknown-layer", { name, known }, span);
}

function applyShared(
  shared: SharedLayer | undefined,
  callee: Path | Call,
  given: readonly Argument[],
  piped: Piped,
  alias: Identifier | null,
  site: Site,
): Tensor | undefined {
  if (shared === undefined) return undefined;
  const { definition, options } = shared;
  const { flowing, rest } = takeInputs(definition.inputs, given, piped, site);
  if (rest.length > 0) {
    const slots = { owner: shared.name, most: 0, given: rest.length };
    return site.frame.draft.session.faults.report("too-many-arguments", slots, rest[0]!.span);
  }
  const inputs = countInputs(definition, flowing, callee, site);
  return (
    inputs && addNode({ definition, inputs, options, at: callee, site, shared, alias: alias ?? undefined })
  );
}

/** `-> dropout(0.5)`: the value passes unchanged, and the policy gets a rule. */
function applyTechnique(
  callee: Path | Call,
  name: string,
  given: readonly Argument[],
  piped: Piped,
  site: Site,
): Tensor | undefined {
  const { flowing, rest } = takeInputs(1, given, piped, site);
  const place = flowing[0];
  if (place === undefined) return undefined;
  const clause: Clause = {
    kind: "clause",
    name: { text: name, span: callee.span },
    called: callee.kind === "call",
    arguments: rest,
    span: callee.span,
  };
  site.frame.draft.inline.push({ clause, scope: site.frame.scope, place });
  return place;
}

/** `kernel: table.weight.T` names another layer's weights, which no option takes. */
function reportsTie(given: readonly Argument[], site: Site): boolean {
  for (const { value } of given) {
    if (value.kind !== "path" || value.parts.length < 2 || !site.frame.names.has(value.parts[0]!.text))
      continue;
    const written = value.parts.map(({ text }) => text).join(".");
    site.frame.draft.session.faults.report("unsupported-tie", { written }, value.span);
    return true;
  }
  return false;
}

function blockNames({ frame }: Site): string[] {
  return [...frame.scope.file.names]
    .filter(([, { declaration }]) => declaration.kind === "block")
    .map(([n]) => n);
}

function layerNames({ frame }: Site): string[] {
  return [...frame.names].filter(([, { kind }]) => kind === "layer").map(([name]) => name);
}
