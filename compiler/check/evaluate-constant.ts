import type { Binary, Expression, Path } from "../../grammar/syntax.ts";
import { kindNames } from "./bind-names.ts";
import { type Constant, describeType, typeOf } from "./constant.ts";
import { lookup, type Scope } from "./scope.ts";
import type { Session } from "./session.ts";

/** The value of a constant expression; undefined when it has none, which was reported. */
export function evaluateConstant(
  expression: Expression,
  scope: Scope,
  session: Session,
): Constant | undefined {
  const { faults } = session;
  switch (expression.kind) {
    case "number":
      if (expression.unit === undefined) return expression.value;
      return faults.report(
        "not-a-constant",
        { found: `a length of the run, \`${session.written(expression)}\`,` },
        expression.span,
      );
    case "string":
    case "boolean":
      return expression.value;
    case "path":
      return valueOfName(expression, scope, session);
    case "unary": {
      const operand = evaluateNumber(expression.operand, scope, session);
      return operand === undefined ? undefined : -operand;
    }
    case "binary":
      return evaluateBinary(expression, scope, session);
    default:
      return faults.report(
        "not-a-constant",
        { found: `\`${session.written(expression)}\`` },
        expression.span,
      );
  }
}

/** As above, and the value has to be a number. */
export function evaluateNumber(expression: Expression, scope: Scope, session: Session): number | undefined {
  const value = evaluateConstant(expression, scope, session);
  if (value === undefined || typeof value === "number") return value;
  return session.faults.report(
    "wrong-type",
    { subject: "arithmetic", expected: "numbers", found: describeType(typeOf(value)) },
    expression.span,
  );
}

function evaluateBinary(expression: Binary, scope: Scope, session: Session): number | undefined {
  const left = evaluateNumber(expression.left, scope, session);
  const right = evaluateNumber(expression.right, scope, session);
  if (left === undefined || right === undefined) return undefined;
  if (expression.operator === "/" && right === 0) {
    return session.faults.report("division-by-zero", {}, expression.right.span);
  }
  const value = compute(expression.operator, left, right);
  return Number.isFinite(value) ? value : session.faults.report("number-too-large", {}, expression.span);
}

function compute(operator: Binary["operator"], left: number, right: number): number {
  switch (operator) {
    case "+":
      return left + right;
    case "-":
      return left - right;
    case "*":
      return left * right;
    case "/":
      return left / right;
  }
}

function valueOfName(path: Path, scope: Scope, session: Session): Constant | undefined {
  const { faults } = session;
  const name = path.parts.map(({ text }) => text).join(".");
  if (scope.locals.has(name)) return scope.locals.get(name);
  if (scope.tensors?.has(path.parts[0]!.text) === true) {
    return faults.report("not-a-constant", { found: `\`${name}\` flows through the network and` }, path.span);
  }
  const bound = lookup(scope, name);
  if (bound === undefined) {
    const known = [...scope.locals.keys(), ...paramNames(scope)];
    return faults.report("unknown-name", { what: "constant", name, known }, path.span);
  }
  if (bound.declaration.kind === "param") return session.params.valueOf(bound);
  const found = kindNames[bound.declaration.kind];
  return faults.report("wrong-kind", { name, found, expected: "a constant" }, path.span);
}

function paramNames(scope: Scope): string[] {
  return [...scope.file.names]
    .filter(([, { declaration }]) => declaration.kind === "param")
    .map(([name]) => name);
}
