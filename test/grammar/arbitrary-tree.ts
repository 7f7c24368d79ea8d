import fc, { type Arbitrary } from "fast-check";
import type * as syntax from "../../grammar/syntax.ts";

/** Trees as the parser could make them, without places: every span is empty. */
const span = { file: "spec.regnet", start: 0, end: 0 };

const words = [
  "x",
  "width",
  "conv",
  "größe",
  "_1",
  "network",
  "policy",
  "data",
  "as",
  "in",
  "from",
  "input",
  "epochs",
];
/** Words that mean something only before a name or in a pipe. */
const name = fc.constantFrom(...words).map((text): syntax.Identifier => ({ text, span }));
const plainName = fc
  .constantFrom("x", "width", "relu", "dense")
  .map((text): syntax.Identifier => ({ text, span }));

function pathOf(part: Arbitrary<syntax.Identifier>, least = 1): Arbitrary<syntax.Path> {
  return fc.array(part, { minLength: least, maxLength: 3 }).map((parts) => ({ kind: "path", parts, span }));
}

const number: Arbitrary<syntax.NumberLiteral> = fc
  .tuple(
    fc.constantFrom(["1", 1], ["5e-4", 5e-4], ["1_000", 1000], [".5", 0.5], ["2.", 2], ["10%", 0.1]),
    fc.constantFrom(undefined, "epoch", "step"),
  )
  .map(([[text, value], unit]) => ({
    kind: "number",
    value: value as number,
    text: text as string,
    ...(unit === undefined || text === "10%" ? {} : { unit: unit as "epoch" | "step" }),
    span,
  }));

const string: Arbitrary<syntax.StringLiteral> = fc
  .string({ unit: "binary", maxLength: 12 })
  .map((value) => ({ kind: "string", value, span }));

const boolean: Arbitrary<syntax.BooleanLiteral> = fc
  .boolean()
  .map((value) => ({ kind: "boolean", value, span }));

const { expression, operand, list } = fc.letrec<{
  expression: syntax.Expression;
  operand: syntax.Expression;
  argument: syntax.Argument;
  call: syntax.Call;
  list: syntax.ListLiteral;
  pipe: syntax.Pipe;
  stage: syntax.Stage;
}>((tie) => ({
  expression: fc.oneof({ maxDepth: 3, depthSize: "small" }, tie("operand"), tie("pipe")),
  operand: fc.oneof(
    { maxDepth: 3, depthSize: "small" },
    number,
    pathOf(name),
    string,
    boolean,
    tie("call"),
    tie("list"),
    tie("expression").map((inner) => ({
      kind: "unary" as const,
      operator: "-" as const,
      operand: inner,
      span,
    })),
    fc
      .tuple(tie("expression"), fc.constantFrom("+", "-", "*", "/"), tie("expression"))
      .map(([left, operator, right]) => ({
        kind: "binary" as const,
        operator: operator as "+" | "-" | "*" | "/",
        left,
        right,
        span,
      })),
  ),
  argument: fc
    .tuple(fc.option(name, { nil: undefined }), tie("expression"))
    .map(([named, value]) => ({ name: named, value, span })),
  call: fc
    .tuple(pathOf(name), fc.array(tie("argument"), { maxLength: 2 }))
    .map(([callee, list]) => ({ kind: "call" as const, callee, arguments: list, span })),
  list: fc
    .array(tie("expression"), { maxLength: 4 })
    .map((items) => ({ kind: "list" as const, items, span })),
  pipe: fc
    .tuple(tie("expression"), fc.array(tie("stage"), { minLength: 1, maxLength: 3 }))
    .map(([source, stages]) => ({ kind: "pipe" as const, source, stages, span })),
  stage: fc
    .tuple(
      fc.option(tie("expression"), { nil: undefined }),
      fc.oneof(pathOf(plainName), tie("call")),
      fc.option(name, { nil: undefined }),
    )
    .filter(([, layer]) => layer.kind === "path" || layer.callee.parts[0]!.text !== "as")
    .map(([repeat, layer, alias]) => ({ kind: "stage" as const, repeat, layer, alias, span })),
}));

const doc = fc.option(
  fc
    .array(
      fc.string({ maxLength: 30 }).map((line) => line.trimEnd()),
      { minLength: 1, maxLength: 3 },
    )
    .map((lines) => lines.join("\n")),
  { nil: undefined, freq: 4 },
);

/** Whether the printed expression starts with a parenthesis, which behind a name would be its arguments. */
function startsInParenthesis(node: syntax.Expression): boolean {
  if (node.kind === "pipe") return true;
  if (node.kind !== "binary") return false;
  const product = node.operator === "*" || node.operator === "/";
  const { left } = node;
  const weaker = left.kind === "binary" && product && (left.operator === "+" || left.operator === "-");
  return weaker || startsInParenthesis(left);
}

const juxtaposed = fc
  .array(operand, { maxLength: 3 })
  .filter((values) => values[0] === undefined || !startsInParenthesis(values[0]))
  .map((values) => ({ called: false, list: values.map((value): syntax.Argument => ({ value, span })) }));

const inParentheses = fc
  .array(fc.tuple(fc.option(name, { nil: undefined }), expression), { maxLength: 3 })
  .map((pairs) => ({
    called: true,
    list: pairs.map(([named, value]): syntax.Argument => ({ name: named, value, span })),
  }));

const { clause } = fc.letrec<{ clause: syntax.Clause }>((tie) => ({
  clause: fc
    .record({
      doc,
      name,
      given: fc.oneof(juxtaposed, inParentheses),
      values: fc.option(fc.array(expression, { minLength: 1, maxLength: 3 }), { nil: undefined }),
      clauses: fc.option(fc.array(tie("clause"), { maxLength: 3 }), { nil: undefined, maxDepth: 2, freq: 3 }),
    })
    .map(({ given, ...rest }) => ({
      kind: "clause" as const,
      ...rest,
      called: given.called,
      arguments: given.list,
      span,
    })),
}));

const clauses = fc.array(clause, { maxLength: 3 });

const predicate: Arbitrary<syntax.Predicate> = fc
  .tuple(name, fc.constantFrom("==", "!=", "<", "<=", ">", ">="), expression)
  .map(([named, operator, value]) => ({ name: named, operator, value, span }));

const selector: Arbitrary<syntax.Selector> = fc
  .record({
    place: fc.option(
      fc
        .constantFrom("after", "before", "input", "output")
        .map((text): syntax.Identifier => ({ text, span })),
      { nil: undefined },
    ),
    path: fc.option(pathOf(plainName), { nil: undefined }),
    predicates: fc.array(predicate, { maxLength: 2 }),
  })
  .filter(({ place, path, predicates }) => place !== undefined || path !== undefined || predicates.length > 0)
  .map((parts) => ({ ...parts, span }));

const rule: Arbitrary<syntax.Rule> = fc
  .tuple(doc, fc.array(selector, { minLength: 1, maxLength: 3 }), clauses)
  .map(([text, selectors, list]) => ({ kind: "rule", doc: text, selectors, clauses: list, span }));

const inputType: Arbitrary<syntax.TensorTypeSyntax | syntax.Path> = fc.oneof(
  pathOf(name, 2),
  fc
    .tuple(name, list)
    .map(([dtype, { items }]) => ({ kind: "tensor-type" as const, dtype, dimensions: items, span })),
);

const statement: Arbitrary<syntax.Statement> = fc.oneof(
  fc
    .tuple(doc, name, fc.option(inputType, { nil: undefined }))
    .map(([text, named, type]) => ({ kind: "input" as const, doc: text, name: named, type, span })),
  fc
    .tuple(doc, name, fc.option(expression, { nil: undefined }))
    .map(([text, named, value]) => ({ kind: "output" as const, doc: text, name: named, value, span })),
  fc
    .tuple(doc, fc.constantFrom("layer" as const, "binding" as const), name, expression)
    .map(([text, kind, named, value]) => ({ kind, doc: text, name: named, value, span })),
);

const parameters: Arbitrary<syntax.Parameter[]> = fc.array(
  fc
    .tuple(name, fc.option(name, { nil: undefined }), fc.option(expression, { nil: undefined }))
    .map(([named, type, value]) => ({ name: named, type, value, span })),
  { maxLength: 3 },
);

const base: Arbitrary<syntax.Expression> = fc.oneof(
  pathOf(plainName),
  fc.tuple(pathOf(plainName), fc.array(expression, { maxLength: 2 })).map(([callee, values]) => ({
    kind: "call" as const,
    callee,
    arguments: values.map((value): syntax.Argument => ({ value, span })),
    span,
  })),
);

const declaration: Arbitrary<syntax.Declaration> = fc.oneof(
  fc
    .record({
      doc,
      names: fc.option(fc.array(plainName, { minLength: 1 }), { nil: undefined }),
      path: string,
    })
    .map((parts) => ({ kind: "import" as const, ...parts, span })),
  fc
    .record({
      doc,
      name,
      type: fc.option(name, { nil: undefined }),
      value: expression,
      range: fc.option(expression, { nil: undefined }),
    })
    .map((parts) => ({ kind: "param" as const, ...parts, span })),
  fc
    .record({
      kind: fc.constantFrom("network" as const, "block" as const),
      doc,
      name,
      parameters,
      body: fc.array(statement, { maxLength: 4 }),
    })
    .map((parts) => ({ ...parts, span })),
  fc
    .record({
      doc,
      name,
      parameters,
      bases: fc.array(base, { maxLength: 2 }),
      rules: fc.array(rule, { maxLength: 3 }),
    })
    .map((parts) => ({ kind: "policy" as const, ...parts, span })),
  fc
    .record({ doc, name, value: expression, clauses })
    .map((parts) => ({ kind: "data" as const, ...parts, span })),
  fc.record({ doc, name, clauses }).map((parts) => ({ kind: "train" as const, ...parts, span })),
);

/** A whole file without comments. */
export const specFile: Arbitrary<syntax.SpecFile> = fc
  .array(declaration, { maxLength: 2 })
  .map((declarations) => ({ file: span.file, declarations, comments: [], span }));
