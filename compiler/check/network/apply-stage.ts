import type { Expression, Stage } from "../../../grammar/syntax.ts";
import { limits } from "../../ir/limits.ts";
import { show } from "../constant.ts";
import { evaluateConstant } from "../evaluate-constant.ts";
import { isTechnique } from "../policy/techniques.ts";
import { applyCallee, calleeName } from "./apply-callee.ts";
import type { GroupElement, Tensor } from "./element.ts";
import { define, isTensor, type NetworkValue, type Site } from "./frame.ts";

/** `-> dense(128) as hidden`, `-> repeat(8) Residual(64)`. The piped value is undefined when it is in error. */
export function applyStage(
  stage: Stage,
  piped: NetworkValue | undefined,
  site: Site,
): NetworkValue | undefined {
  const { alias } = stage;
  const input = piped !== undefined && isTensor(piped) ? piped : undefined;
  const value =
    stage.repeat === undefined
      ? applyCallee(stage.layer, { value: input }, alias ?? null, site)
      : applyRepeat(stage, stage.repeat, input, site);
  // The name exists even when its value is in error, so that its uses stay silent.
  if (alias !== undefined) define(site.frame, alias, { kind: "value", value, span: alias.span });
  return value;
}

function applyRepeat(
  { layer, alias }: Stage,
  count: Expression,
  input: Tensor | undefined,
  site: Site,
): NetworkValue | undefined {
  const { session } = site.frame.draft;
  const times = evaluateConstant(count, site.frame.scope, session);
  if (times === undefined) return undefined;
  if (typeof times !== "number" || !Number.isInteger(times) || times < 1 || times > limits.nodes) {
    const slots = { found: `\`${show(times)}\``, most: limits.nodes };
    return session.faults.report("bad-repeat", slots, count.span);
  }
  const name = calleeName(layer);
  const shared = site.frame.names.get(name)?.kind === "layer";
  if (shared || isTechnique(name)) {
    const why = shared ? "it is one shared layer" : "it is a rule on a place";
    const hint = shared ? `write \`-> ${name} -> ${name}\` to use the same weights again` : undefined;
    return session.faults.report("nothing-to-repeat", { name, why, hint }, layer.span);
  }
  let inner = site;
  if (alias !== undefined) {
    const element: GroupElement = {
      kind: "group",
      name: alias.text,
      type: null,
      parent: site.element,
      children: [],
      copy: null,
      value: null,
    };
    site.element.children.push(element);
    inner = { ...site, element, prefix: `${site.frame.prefix}${alias.text}.` };
  }
  let value: NetworkValue | undefined = input;
  for (let copy = 1; copy <= times && value !== undefined && isTensor(value); copy++) {
    value = applyCallee(layer, { value }, null, inner, copy);
  }
  if (alias !== undefined && value !== undefined && isTensor(value)) inner.element.value = value;
  return value;
}
