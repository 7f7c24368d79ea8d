import { alwaysBreaks, type Doc, fill, group, hardLine, indent, softLine, space } from "./document.ts";
import { quote } from "./literals.ts";
import type { Original } from "./original.ts";
import { printBehind } from "./print-comments.ts";
import { printEnclosed, printList } from "./print-lists.ts";
import type { Argument, Binary, Expression, Parameter, Path, Pipe, Stage } from "./syntax.ts";

/** How tightly a form binds; an operand that binds weaker than its place asks for stands in parentheses. */
const binding = { pipe: 0, sum: 1, product: 2, unary: 3, primary: 4 } as const;

type Binding = (typeof binding)[keyof typeof binding];

export function bindingOf(node: Expression): Binding {
  switch (node.kind) {
    case "pipe":
      return binding.pipe;
    case "binary":
      return node.operator === "+" || node.operator === "-" ? binding.sum : binding.product;
    case "unary":
      return binding.unary;
    default:
      return binding.primary;
  }
}

export function printExpression(node: Expression, original: Original, least: Binding = binding.pipe): Doc {
  const doc = printBare(node, original);
  return bindingOf(node) < least ? group(["(", indent([softLine, doc]), softLine, ")"]) : doc;
}

/** An expression that may stand beside another one: anything but a pipe. */
export function printOperand(node: Expression, original: Original): Doc {
  return printExpression(node, original, binding.sum);
}

function printBare(node: Expression, original: Original): Doc {
  switch (node.kind) {
    case "number":
      return node.unit === undefined
        ? node.text
        : `${node.text} ${node.value === 1 ? node.unit : `${node.unit}s`}`;
    case "string":
      return quote(node.value);
    case "boolean":
      return String(node.value);
    case "path":
      return printPath(node);
    case "list":
      return printList(node.items, node.span.end, original, (item) => printExpression(item, original));
    case "call":
      return [printPath(node.callee), printArguments(node.arguments, node.span.end, original)];
    case "unary":
      return ["-", printExpression(node.operand, original, binding.primary)];
    case "binary":
      return printBinary(node, original);
    case "pipe":
      return printPipe(node, original);
  }
}

export function printPath(path: Path): string {
  return path.parts.map((part) => part.text).join(".");
}

/** Operators of one rank are left-associative: a right operand of the same rank needs parentheses. */
function printBinary(node: Binary, original: Original): Doc {
  const rank = bindingOf(node);
  const tighter = rank === binding.sum ? binding.product : binding.unary;
  const left = printExpression(node.left, original, rank);
  const right = printExpression(node.right, original, tighter);
  // A line that starts with an operator continues the line before it, whatever name comes behind.
  return group([left, indent([space, `${node.operator} `, right])]);
}

/**
 * A pipe breaks before `->` where its author broke it. One that was written on one line and does not fit breaks
 * behind its source, then wherever a line is full.
 */
function printPipe(node: Pipe, original: Original): Doc {
  const source = printOperand(node.source, original);
  const gaps: Doc[] = [];
  const stages: Doc[] = [];
  let end = node.source.span.end;
  for (const stage of node.stages) {
    const comments = original.takeBefore(stage.span.start);
    const broken = comments.length > 0 || original.brokenBetween(end, stage.span.start);
    gaps.push(broken ? [printBehind(comments), hardLine] : space);
    stages.push(["-> ", printStage(stage, original)]);
    end = stage.span.end;
  }
  const [first, ...rest] = gaps.map((gap, index): [Doc, Doc] => [gap, stages[index]!]);
  if (gaps.some(alwaysBreaks)) return [source, indent(fill("", [first!, ...rest]))];
  return group([source, indent([first![0], fill(first![1], rest)])]);
}

function printStage(stage: Stage, original: Original): Doc {
  const repeat = stage.repeat && ["repeat(", printExpression(stage.repeat, original), ") "];
  const layer = printExpression(stage.layer, original);
  return [repeat ?? "", layer, stage.alias === undefined ? "" : ` as ${stage.alias.text}`];
}

export function printArguments(list: readonly Argument[], end: number, original: Original): Doc {
  return printEnclosed("(", ")", list, end, original, (argument) => {
    const value = printExpression(argument.value, original);
    return argument.name === undefined ? value : [`${argument.name.text}: `, value];
  });
}

export function printParameters(list: readonly Parameter[], original: Original): Doc {
  const last = list.at(-1);
  if (last === undefined) return "";
  const end = original.behindNext(")", last.span.end);
  return printEnclosed("(", ")", list, end, original, (parameter) => {
    const type = parameter.type === undefined ? "" : `: ${parameter.type.text}`;
    const value = parameter.value === undefined ? "" : [" = ", printExpression(parameter.value, original)];
    return [parameter.name.text, type, value];
  });
}
