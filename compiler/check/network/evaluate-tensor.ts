import type { Binary, Call, Expression, Path, Pipe } from "../../../grammar/syntax.ts";
import { evaluateNumber } from "../evaluate-constant.ts";
import { applyCallee } from "./apply-callee.ts";
import { applyLayer } from "./apply-layer.ts";
import { applyStage } from "./apply-stage.ts";
import type { Tensor } from "./element.ts";
import { type BlockOutputs, isTensor, type NetworkValue, type Site, use } from "./frame.ts";

/** The tensor an expression makes, with all layers on the way; undefined when it is in error. */
export function evaluateTensor(expression: Expression, site: Site): Tensor | undefined {
  const value = evaluateValue(expression, site);
  if (value === undefined || isTensor(value)) return value;
  return severalOutputs(value, site);
}

/** As above; a block may also give several outputs, which a binding can hold. */
export function evaluateValue(expression: Expression, site: Site): NetworkValue | undefined {
  switch (expression.kind) {
    case "path":
      return evaluatePath(expression, site);
    case "pipe":
      return evaluatePipe(expression, site);
    case "call":
      return evaluateCall(expression, site);
    case "binary":
      return evaluateBinary(expression, site);
    case "unary": {
      const operand = evaluateTensor(expression.operand, site);
      return operand && applyLayer("scale", [operand], { factor: -1 }, expression, site);
    }
    default:
      return site.frame.draft.session.faults.report(
        "not-a-tensor",
        { found: `\`${site.frame.draft.session.written(expression)}\`` },
        expression.span,
      );
  }
}

/** Whether an expression stands for a tensor, rather than for a constant or a word. */
export function flows(expression: Expression, site: Site): boolean {
  switch (expression.kind) {
    case "path":
      return site.frame.names.get(expression.parts[0]!.text)?.kind === "value";
    case "pipe":
    case "call":
      return true;
    case "binary":
      return flows(expression.left, site) || flows(expression.right, site);
    case "unary":
      return flows(expression.operand, site);
    default:
      return false;
  }
}

function evaluatePath(path: Path, site: Site): NetworkValue | undefined {
  const { frame } = site;
  const { faults } = frame.draft.session;
  const [first, member, ...rest] = path.parts;
  const name = first!.text;
  const written = path.parts.map(({ text }) => text).join(".");
  const found = use(frame, name);
  if (found === undefined) return unknownValue(path, site);
  if (found.kind === "layer") {
    if (member !== undefined) return faults.report("unsupported-tie", { written }, path.span);
    const hint = `let something flow into it: \`x -> ${name}\``;
    return faults.report("not-a-tensor", { found: `\`${name}\` is a shared layer and`, hint }, path.span);
  }
  if (found.value === undefined || member === undefined) return found.value;
  if (isTensor(found.value)) return faults.report("unsupported-tie", { written }, path.span);
  const { outputs, block } = found.value;
  if (rest.length === 0 && outputs.has(member.text)) return outputs.get(member.text);
  const known = [...outputs.keys()];
  return faults.report(
    "unknown-name",
    { what: `output of \`${block}\``, name: member.text, known },
    member.span,
  );
}

function unknownValue(path: Path, site: Site): undefined {
  const { frame } = site;
  const { session } = frame.draft;
  const name = path.parts.map(({ text }) => text).join(".");
  const later = frame.later.get(name);
  if (later !== undefined) {
    const labels = [{ span: later.span, text: "defined here" }];
    return session.faults.report("name-defined-later", { name }, path.span, labels);
  }
  if (frame.scope.locals.has(name) || frame.scope.file.names.get(name)?.declaration.kind === "param") {
    return session.faults.report("not-a-tensor", { found: `\`${name}\` is a constant and` }, path.span);
  }
  const known = [...frame.names].filter(([, { kind }]) => kind === "value").map(([key]) => key);
  return session.faults.report("unknown-name", { what: "value", name, known }, path.span);
}

function evaluatePipe(pipe: Pipe, site: Site): NetworkValue | undefined {
  let value: NetworkValue | undefined = evaluateTensor(pipe.source, site);
  for (const stage of pipe.stages) {
    if (value !== undefined && !isTensor(value)) value = severalOutputs(value, site);
    value = applyStage(stage, value, site);
  }
  return value;
}

/** `relu(x + branch)`, `concat(a, b)`: the first arguments flow in, the others are options. */
function evaluateCall(call: Call, site: Site): NetworkValue | undefined {
  return applyCallee(call, null, null, site);
}

/** Sums, differences and products of tensors, and of tensors with numbers. */
function evaluateBinary(expression: Binary, site: Site): Tensor | undefined {
  const { left, right, operator } = expression;
  const { session } = site.frame.draft;
  const tensors = [left, right].map((side) => flows(side, site));
  if (tensors[0] === tensors[1]) {
    const a = evaluateTensor(left, site);
    const b = evaluateTensor(right, site);
    if (operator === "/") {
      const found = `\`${session.written(expression)}\` divides by a tensor and`;
      return session.faults.report("not-a-tensor", { found }, expression.span);
    }
    return a && b && applyLayer(layerOf[operator], [a, b], {}, expression, site);
  }
  const tensor = evaluateTensor(tensors[0] ? left : right, site);
  const number = evaluateNumber(tensors[0] ? right : left, site.frame.scope, session);
  if (tensor === undefined || number === undefined) return undefined;
  const apply = (layer: "scale" | "shift", x: Tensor | undefined, options: Record<string, number>) =>
    x && applyLayer(layer, [x], options, expression, site);
  switch (operator) {
    case "+":
      return apply("shift", tensor, { amount: number });
    case "*":
      return apply("scale", tensor, { factor: number });
    case "-":
      return tensors[0]
        ? apply("shift", tensor, { amount: -number })
        : apply("shift", apply("scale", tensor, { factor: -1 }), { amount: number });
    case "/": {
      if (tensors[0] && number !== 0) return apply("scale", tensor, { factor: 1 / number });
      if (tensors[0]) return session.faults.report("division-by-zero", {}, right.span);
      const found = `\`${session.written(expression)}\` divides by a tensor and`;
      return session.faults.report("not-a-tensor", { found }, expression.span);
    }
  }
}

const layerOf = { "+": "add", "-": "subtract", "*": "multiply" } as const;

function severalOutputs({ block, outputs, span }: BlockOutputs, site: Site): undefined {
  const slots = { block, outputs: [...outputs.keys()] };
  return site.frame.draft.session.faults.report("several-outputs", slots, span);
}
