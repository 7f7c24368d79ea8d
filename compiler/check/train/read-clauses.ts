import type { Clause, TrainDeclaration } from "../../../grammar/syntax.ts";
import type { Session } from "../session.ts";

export const clauseNames = [
  "network",
  "policy",
  "data",
  "loss",
  "optimizer",
  "batch",
  "epochs",
  "seed",
  "metrics",
] as const;
export type ClauseName = (typeof clauseNames)[number];

/** What a train block cannot do without, with an example each. */
const needed: { readonly [K in ClauseName]?: string } = {
  network: "network Fashion(width: 32)",
  data: 'data csv("table.csv") { features x: [a, b]; target y: c }',
  loss: "loss cross_entropy(logits, label)",
  optimizer: "optimizer adamw(lr: 1e-3)",
  epochs: "epochs 20",
};

/** The clauses of a train block by name; policies compose, so there may be several. */
export type TrainClauses = { readonly [K in ClauseName]: readonly Clause[] };

/** Sorts the clauses, and reports what is unknown, repeated or missing. */
export function readClauses(train: TrainDeclaration, session: Session): TrainClauses {
  const { faults } = session;
  const clauses = Object.fromEntries(clauseNames.map((name) => [name, []])) as unknown as {
    [K in ClauseName]: Clause[];
  };
  for (const clause of train.clauses) {
    const name = clauseNames.find((known) => known === clause.name.text);
    if (name === undefined) {
      faults.report("unknown-train-clause", { name: clause.name.text, known: clauseNames }, clause.name.span);
      continue;
    }
    const earlier = clauses[name][0];
    if (earlier === undefined || name === "policy") clauses[name].push(clause);
    else {
      faults.report("duplicate-clause", { name }, clause.name.span, [
        { span: earlier.name.span, text: "said here first" },
      ]);
    }
  }
  for (const name of clauseNames) {
    const example = needed[name];
    if (example === undefined || clauses[name].length > 0) continue;
    faults.report("missing-clause", { train: train.name.text, name, example }, train.name.span);
  }
  return clauses;
}
