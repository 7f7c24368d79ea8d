import { type Doc, group, indent, join, leadingText, space } from "./document.ts";
import type { Original } from "./original.ts";
import { printArguments, printExpression, printOperand, printPath } from "./print-expressions.ts";
import { printBlock } from "./print-items.ts";
import { printList } from "./print-lists.ts";
import type { Argument, Clause, Expression, Rule, Selector } from "./syntax.ts";

export function printRule(rule: Rule, original: Original): Doc {
  const selectors = rule.selectors.map((selector) => printSelector(selector, original));
  const head = group(indent(join([",", space], selectors)));
  const headEnd = rule.selectors.at(-1)?.span.end ?? rule.span.start;
  const clauses = printBlock(rule.clauses, headEnd, rule.span.end, original, true, (clause) =>
    printClause(clause, original),
  );
  return [head, " ", clauses];
}

function printSelector({ place, path, predicates, span }: Selector, original: Original): Doc {
  const words = [place?.text, path && printPath(path)].filter((word) => word !== undefined).join(" ");
  if (predicates.length === 0) return words;
  const list = printList(predicates, span.end, original, ({ name, operator, value }) => {
    return [`${name.text} ${operator} `, printExpression(value, original)];
  });
  return [words, list];
}

export function printClause(clause: Clause, original: Original): Doc {
  const { name, values, clauses, span } = clause;
  const next = values?.[0]?.span.start ?? span.end;
  const list = printClauseArguments(clause, next, original);
  const value = values === undefined ? "" : printValues(values, original);
  if (clauses === undefined) return [name.text, list, value];
  const headEnd =
    (values ?? clause.arguments.map((argument) => argument.value)).at(-1)?.span.end ?? name.span.end;
  const block = printBlock(clauses, headEnd, span.end, original, true, (inner) =>
    printClause(inner, original),
  );
  return [name.text, list, value, " ", block];
}

function printClauseArguments(clause: Clause, end: number, original: Original): Doc {
  const { arguments: list, called } = clause;
  if (called) return printArguments(list, end, original);
  if (list.length === 0) return "";
  const printed = list.map((argument) => printOperand(argument.value, original));
  // An opening parenthesis behind the name makes whatever follows its arguments, so let it be that.
  if (leadingText(printed[0]!).startsWith("(")) return printArguments(list, end, original);
  const [first, ...rest] = printed;
  const parts = rest.map((doc, index): Doc => {
    const before = list[index]!;
    const comma =
      original.commaBetween(before.span.end, list[index + 1]!.span.start) ||
      mergesWith(before, leadingText(doc));
    return comma ? [",", space, doc] : [" ", doc];
  });
  return [" ", group([first!, indent(parts)])];
}

/** Whether two expressions side by side, without a comma, would be read as one. */
function mergesWith(before: Argument, next: string): boolean {
  if (next.startsWith("-") || next.startsWith("(")) return true;
  const isUnit = /^(?:epoch|step)s?\b/.test(next);
  return isUnit && endsInBareNumber(before.value);
}

function endsInBareNumber(node: Expression): boolean {
  switch (node.kind) {
    case "number":
      return node.unit === undefined;
    case "unary":
      return endsInBareNumber(node.operand);
    case "binary":
      return endsInBareNumber(node.right);
    default:
      return false;
  }
}

function printValues(values: readonly Expression[], original: Original): Doc {
  const [first, ...rest] = values.map((value) => printExpression(value, original));
  return [": ", group([first!, indent(rest.map((value) => [",", space, value]))])];
}
