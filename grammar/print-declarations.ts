import { type Doc, group, indent, join, space } from "./document.ts";
import { quote } from "./literals.ts";
import type { Original } from "./original.ts";
import { printClause, printRule } from "./print-clauses.ts";
import { printExpression, printParameters, printPath } from "./print-expressions.ts";
import { printBlock } from "./print-items.ts";
import { printList } from "./print-lists.ts";
import type * as syntax from "./syntax.ts";

export function printDeclaration(node: syntax.Declaration, original: Original): Doc {
  switch (node.kind) {
    case "import":
      return printImport(node);
    case "param":
      return printParam(node, original);
    case "network":
    case "block":
      return printNetwork(node, original);
    case "policy":
      return printPolicy(node, original);
    case "data": {
      const head: Doc = [`data ${node.name.text} = `, printExpression(node.value, original)];
      if (node.clauses.length === 0) return head;
      return [head, " ", printClauses(node, node.value.span.end, original)];
    }
    case "train":
      return [`train ${node.name.text} `, printClauses(node, node.name.span.end, original)];
  }
}

function printImport({ names, path }: syntax.ImportDeclaration): Doc {
  const list = names === undefined ? "" : `${names.map((name) => name.text).join(", ")} from `;
  return `import ${list}${quote(path.value)}`;
}

function printParam({ name, type, value, range }: syntax.ParamDeclaration, original: Original): Doc {
  return [
    `param ${name.text}${type === undefined ? "" : `: ${type.text}`} = `,
    printExpression(value, original),
    range === undefined ? "" : [" in ", printExpression(range, original)],
  ];
}

function printNetwork(node: syntax.NetworkDeclaration, original: Original): Doc {
  const { kind, name, parameters, body, span } = node;
  const headEnd = parameters.at(-1)?.span.end ?? name.span.end;
  const list = printParameters(parameters, original);
  const block = printBlock(body, headEnd, span.end, original, false, (statement) =>
    printStatement(statement, original),
  );
  return [`${kind} ${name.text}`, list, " ", block];
}

function printPolicy(node: syntax.PolicyDeclaration, original: Original): Doc {
  const { name, parameters, bases, rules, span } = node;
  const list = printParameters(parameters, original);
  const printedBases = bases.map((base) => printExpression(base, original));
  const inherits = bases.length === 0 ? "" : [" extends ", group(indent(join([",", space], printedBases)))];
  const headEnd = (bases.at(-1) ?? parameters.at(-1) ?? name).span.end;
  const block = printBlock(rules, headEnd, span.end, original, false, (rule) => printRule(rule, original));
  return [`policy ${name.text}`, list, inherits, " ", block];
}

function printClauses(
  node: syntax.DataDeclaration | syntax.TrainDeclaration,
  headEnd: number,
  original: Original,
): Doc {
  return printBlock(node.clauses, headEnd, node.span.end, original, false, (clause) =>
    printClause(clause, original),
  );
}

function printStatement(node: syntax.Statement, original: Original): Doc {
  const name = node.name.text;
  switch (node.kind) {
    case "input":
      return [`input ${name}`, node.type === undefined ? "" : [": ", printInputType(node.type, original)]];
    case "output":
      return [
        `output ${name}`,
        node.value === undefined ? "" : [" = ", printExpression(node.value, original)],
      ];
    case "layer":
      return [`layer ${name} = `, printExpression(node.value, original)];
    case "binding":
      return [`${name} = `, printExpression(node.value, original)];
  }
}

function printInputType(type: syntax.TensorTypeSyntax | syntax.Path, original: Original): Doc {
  if (type.kind === "path") return printPath(type);
  const { dtype, dimensions, span } = type;
  if (dimensions.length === 0) return dtype.text;
  return [
    dtype.text,
    printList(dimensions, span.end, original, (dimension) => printExpression(dimension, original)),
  ];
}
