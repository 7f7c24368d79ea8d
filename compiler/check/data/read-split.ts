import type { Clause, Expression } from "../../../grammar/syntax.ts";
import type { DataSource } from "../../ir/model.ts";
import type { Session } from "../session.ts";

/** `split 80 / 10 / 10`: here `/` stands between shares and divides nothing. */
export function readSplit(clause: Clause, session: Session): DataSource["split"] | undefined {
  const refuse = (problem: string) => session.faults.report("bad-split", { problem }, clause.span);
  const [only, ...more] = clause.arguments;
  if (only === undefined || more.length > 0 || clause.values !== undefined || clause.clauses !== undefined) {
    return refuse("it needs shares");
  }
  const shares = separate(only.value);
  if (shares === undefined) return refuse("shares are plain numbers with `/` between them");
  if (shares.length < 2 || shares.length > 3) return refuse("there are two or three parts");
  const [train, validation, test = 0] = shares as [number, number, number?];
  if (train <= 0) return refuse("nothing is left for training");
  const total = train + validation + test;
  return { train: train / total, validation: validation / total, test: test / total };
}

/** The numbers between the slashes; undefined when anything else stands there. */
function separate(expression: Expression): number[] | undefined {
  if (expression.kind === "number") return expression.unit === undefined ? [expression.value] : undefined;
  if (expression.kind !== "binary" || expression.operator !== "/") return undefined;
  const left = separate(expression.left);
  const right = separate(expression.right);
  return left && right && [...left, ...right];
}
