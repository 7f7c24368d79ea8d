/** What kind of phrase was being read, and how one of its kind looks. */
export interface Phrase {
  readonly noun: string;
  readonly example: string;
  /** Whether it is a statement of a network, where a layer may stand behind another. */
  readonly flows: boolean;
}

export const phrases = {
  import: { noun: "an import", example: 'import Robust from "shared.regnet"', flows: false },
  param: { noun: "a parameter", example: "param rate: float = 0.5", flows: false },
  network: {
    noun: "a network",
    example: "network Name { input x; output y = x -> dense(10) }",
    flows: false,
  },
  policy: { noun: "a policy", example: "policy Name { kernel { decay 5e-4 } }", flows: false },
  data: { noun: "a data declaration", example: 'data name = csv("table.csv") { … }', flows: false },
  train: { noun: "a train declaration", example: "train name { network Name; epochs 20 }", flows: false },
  statement: { noun: "a statement", example: "name = image -> conv(32, 3)", flows: true },
  rule: { noun: "a rule of a policy", example: "kernel { decay 5e-4 }", flows: false },
  clause: { noun: "a clause", example: "decay 5e-4", flows: false },
} as const satisfies Readonly<Record<string, Phrase>>;
