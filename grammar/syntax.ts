/**
 * The syntax tree: what was written, with spans. Plain frozen data, no methods, no machine learning: `conv`,
 * `dropout` or `csv` are just names here. parse.ts makes it, print.ts prints it.
 */
import type { Span } from "./source.ts";

interface Located {
  readonly span: Span;
}

/** A name as written, with its place. */
export interface Identifier extends Located {
  readonly text: string;
}

/** One file. Comments (`// …`) are kept aside, in order, for the printer; `///` belongs to declarations. */
export interface SpecFile extends Located {
  readonly file: string;
  readonly declarations: readonly Declaration[];
  readonly comments: readonly Comment[];
}

export interface Comment extends Located {
  /** The text after the slashes, untrimmed on the left, trimmed on the right. */
  readonly text: string;
}

export type Declaration =
  | ImportDeclaration
  | ParamDeclaration
  | NetworkDeclaration
  | PolicyDeclaration
  | DataDeclaration
  | TrainDeclaration;

interface Documented extends Located {
  /** Lines of `///` before it, joined by newlines, slashes and one space removed; absent when there are none. */
  readonly doc?: string;
}

/** `import "shared.regnet"` (every name) or `import Fashion, Robust from "shared.regnet"`. */
export interface ImportDeclaration extends Documented {
  readonly kind: "import";
  /** Absent: import every declaration. */
  readonly names?: readonly Identifier[];
  readonly path: StringLiteral;
}

/** `param strength: float = 1e-4 in log(1e-6, 1e-2)` */
export interface ParamDeclaration extends Documented {
  readonly kind: "param";
  readonly name: Identifier;
  readonly type?: Identifier;
  readonly value: Expression;
  readonly range?: Expression;
}

/** `width: int = 32` in the parentheses of a network, block or policy. */
export interface Parameter extends Located {
  readonly name: Identifier;
  readonly type?: Identifier;
  readonly value?: Expression;
}

/** `network` and `block` have the same form. */
export interface NetworkDeclaration extends Documented {
  readonly kind: "network" | "block";
  readonly name: Identifier;
  readonly parameters: readonly Parameter[];
  readonly body: readonly Statement[];
}

export type Statement = InputStatement | OutputStatement | LayerStatement | BindingStatement;

/** `input image: f32[28, 28, 1]`, `input x: houses.x`, `input x` */
export interface InputStatement extends Documented {
  readonly kind: "input";
  readonly name: Identifier;
  readonly type?: TensorTypeSyntax | Path;
}

/** `f32[28, 28, 1]`; the batch dimension is never written. `f32` alone or `f32[]` is a scalar per example. */
export interface TensorTypeSyntax extends Located {
  readonly kind: "tensor-type";
  readonly dtype: Identifier;
  readonly dimensions: readonly Expression[];
}

/** `output logits = features -> dense(10)`; without a value it names an existing binding. */
export interface OutputStatement extends Documented {
  readonly kind: "output";
  readonly name: Identifier;
  readonly value?: Expression;
}

/** `layer table = embedding(vocab, width)`: one instance with one set of weights, usable many times. */
export interface LayerStatement extends Documented {
  readonly kind: "layer";
  readonly name: Identifier;
  readonly value: Expression;
}

/** `features = image -> conv(width, 3)` */
export interface BindingStatement extends Documented {
  readonly kind: "binding";
  readonly name: Identifier;
  readonly value: Expression;
}

/** `policy Robust(rate: float = 0.5) extends Base, Other { … }` */
export interface PolicyDeclaration extends Documented {
  readonly kind: "policy";
  readonly name: Identifier;
  readonly parameters: readonly Parameter[];
  readonly bases: readonly Expression[];
  readonly rules: readonly Rule[];
}

/** `bias, norm { decay none }` */
export interface Rule extends Documented {
  readonly kind: "rule";
  readonly selectors: readonly Selector[];
  readonly clauses: readonly Clause[];
}

/**
 * `after trunk.Residual.branch[depth > 2]`: an optional place word (`after`, `before`, `input`, `output`), an
 * optional path, and predicates. `target`, `gradient`, `update` and `run` are ordinary one-name paths here.
 */
export interface Selector extends Located {
  readonly place?: Identifier;
  readonly path?: Path;
  readonly predicates: readonly Predicate[];
}

/** `[rank >= 2]`; operator is one of `==`, `!=`, `<`, `<=`, `>`, `>=`. */
export interface Predicate extends Located {
  readonly name: Identifier;
  readonly operator: string;
  readonly value: Expression;
}

/** A dotted name: `head`, `trunk.Residual.branch`, `houses.x`. */
export interface Path extends Located {
  readonly kind: "path";
  readonly parts: readonly Identifier[];
}

/** `data houses = csv("housing.csv") { … }` */
export interface DataDeclaration extends Documented {
  readonly kind: "data";
  readonly name: Identifier;
  readonly value: Expression;
  readonly clauses: readonly Clause[];
}

/** `train fashion { network Fashion(width: 32); … }` */
export interface TrainDeclaration extends Documented {
  readonly kind: "train";
  readonly name: Identifier;
  readonly clauses: readonly Clause[];
}

/**
 * The one form of a property, in policies, data and train blocks:
 *   name argument* (":" value ("," value)*)? block?
 * `decay 5e-4` · `crop pad 2` · `drop_block(size: 5, rate: 0.1)` · `image: scale(1 / 255)` ·
 * `features x: [a, b] { numeric: standardize }` · `split 80 / 10 / 10` · `metrics accuracy, f1`
 * With parentheses directly after the name, `arguments` come from them (they may be named) and `called` is
 * true; otherwise they are the juxtaposed expressions, in order, all unnamed (commas between them allowed).
 */
export interface Clause extends Documented {
  readonly kind: "clause";
  readonly name: Identifier;
  readonly called: boolean;
  readonly arguments: readonly Argument[];
  /** What stands after the colon; absent without a colon. */
  readonly values?: readonly Expression[];
  /** What stands between the braces; absent without braces. */
  readonly clauses?: readonly Clause[];
}

/** An argument of a call: positional, or `name: value`. */
export interface Argument extends Located {
  readonly name?: Identifier;
  readonly value: Expression;
}

export type Expression =
  | NumberLiteral
  | StringLiteral
  | BooleanLiteral
  | ListLiteral
  | Path
  | Call
  | Unary
  | Binary
  | Pipe;

/** `5e-4`, `1_000`, `10%` (value 0.1, unit absent), `1 epoch`, `500 steps`. */
export interface NumberLiteral extends Located {
  readonly kind: "number";
  readonly value: number;
  /** The digits as written, for the printer. */
  readonly text: string;
  readonly unit?: "epoch" | "step";
}

/** Double-quoted; escapes \" \\ \n \t \u{…}. `value` is the text meant. */
export interface StringLiteral extends Located {
  readonly kind: "string";
  readonly value: string;
}

/** `true` or `false`. */
export interface BooleanLiteral extends Located {
  readonly kind: "boolean";
  readonly value: boolean;
}

/** `[median_income, total_rooms]` */
export interface ListLiteral extends Located {
  readonly kind: "list";
  readonly items: readonly Expression[];
}

/** `conv(2 * width, 3, stride: 2)` */
export interface Call extends Located {
  readonly kind: "call";
  readonly callee: Path;
  readonly arguments: readonly Argument[];
}

/** `-x` */
export interface Unary extends Located {
  readonly kind: "unary";
  readonly operator: "-";
  readonly operand: Expression;
}

/** `x + branch`; operators `+ - * /`, left-associative, `*` and `/` bind tighter. */
export interface Binary extends Located {
  readonly kind: "binary";
  readonly operator: "+" | "-" | "*" | "/";
  readonly left: Expression;
  readonly right: Expression;
}

/** `image -> conv(32, 3) -> relu`: binds weakest; a source and at least one stage. */
export interface Pipe extends Located {
  readonly kind: "pipe";
  readonly source: Expression;
  readonly stages: readonly Stage[];
}

/** `dense(128) as hidden`, `relu`, `repeat(8) Residual(64) as stack`. */
export interface Stage extends Located {
  readonly kind: "stage";
  readonly repeat?: Expression;
  readonly layer: Path | Call;
  readonly alias?: Identifier;
}
