/** Specs as large as one likes: what the compiler's own speed is measured on. */
import type { LoadedField } from "../../compiler/ir/model.ts";

/** What the data of these specs holds. */
export const largeSpecFields: ReadonlyMap<string, LoadedField> = new Map([
  ["x", { shape: [16], dtype: "f32", classes: null }],
  ["image", { shape: [8, 8, 4], dtype: "f32", classes: null }],
  ["y", { shape: [1], dtype: "f32", classes: null }],
]);

/**
 * A chain of named dense layers, each but the last behind a relu.
 * @param layers dense layers, 10 to 10,000, as many as a model may hold
 * @param rules of the policy: by name, role, kind and condition
 */
export function largeSpec(layers: number, rules: number): string {
  const names = Array.from({ length: layers - 1 }, (_, i) => `d${i}`);
  const stages = names.map((name) => `-> dense(16) as ${name} -> relu`);
  return [
    "network Large {",
    "  input x",
    "  output y = x",
    ...[...stages, "-> dense(1) as head"].map((stage) => `    ${stage}`),
    "}",
    ...policy(rules, (i) => ruleOnNames(i, names)),
    ...train("x"),
  ].join("\n");
}

/**
 * Residual blocks of convolutions and batch norms, repeated; most of the text's parts are copies.
 * @param layers layers with weights, 20 to 6,000: every repeated block has two convolutions and two batch norms
 * @param rules of the policy: by block, role, kind and condition
 */
export function largeBlockSpec(layers: number, rules: number): string {
  const copies = Math.floor(layers / 4);
  return [
    "block Residual(width: int) {",
    "  input x",
    "  branch = x -> conv(width, 3) -> batch_norm -> relu -> conv(width, 3) -> batch_norm",
    "  output y = relu(x + branch)",
    "}",
    "network Large {",
    "  input image",
    `  trunk = image -> repeat(${copies}) Residual(4)`,
    "  output y = trunk -> global_avg_pool -> dense(1) as head",
    "}",
    ...policy(rules, (i) => ruleOnCopies(i, copies)),
    ...train("image"),
  ].join("\n");
}

function policy(rules: number, rule: (i: number) => string): readonly string[] {
  return ["policy Detailed {", ...Array.from({ length: rules }, (_, i) => `  ${rule(i)}`), "}"];
}

/** Most rules of a long policy are about single layers or a stretch of them; a few are about all. */
function ruleOnNames(i: number, names: readonly string[]): string {
  const name = names[(i * 7) % names.length];
  const from = Math.floor((i * names.length) / 250);
  const stretch = `[depth > ${from}][depth <= ${from + Math.ceil(names.length / 50)}]`;
  if (i % 60 === 0) return `kernel { l2 ${strength(i)} }`;
  switch (i % 20) {
    case 5:
      return `dense.kernel${stretch} { l2 ${strength(i)} }`;
    case 7:
      return `bias${stretch} { l2 ${strength(i)} }`;
    case 11:
      return `after relu${stretch} { dropout 0.1 }`;
    case 13:
      return `[rank >= 2][size < 20] { max_norm 3 }`;
    case 17:
      return `kernel[units > 8]${stretch} { max_norm ${2 + (i % 3)} }`;
    default:
      return ruleOnOne(i, name!);
  }
}

function ruleOnOne(i: number, name: string): string {
  switch (i % 4) {
    case 0:
      return `${name}.kernel { l2 ${strength(i)} }`;
    case 1:
      return `${name}.bias { l1 ${strength(i)} }`;
    case 2:
      return `after ${name} { dropout 0.2 }`;
    default:
      return `Large.${name}.kernel { max_norm 2; l1 ${strength(i)} }`;
  }
}

function ruleOnCopies(i: number, copies: number): string {
  const from = Math.floor((i * copies) / 250);
  const stretch = `[copy > ${from}][copy <= ${from + Math.ceil(copies / 20)}]`;
  switch (i % 5) {
    case 0:
      return `trunk.Residual.branch${stretch} { dropout 0.1 }`;
    case 1:
      return `trunk.Residual.conv.kernel${stretch} { l2 ${strength(i)} }`;
    case 2:
      return `branch.kernel${stretch} { max_norm 3 }`;
    case 3:
      return `batch_norm${stretch} { l2 ${strength(i)} }`;
    default:
      return `Residual.kernel${stretch} { l1 ${strength(i)} }`;
  }
}

function strength(i: number): string {
  return `${1 + (i % 9)}e-5`;
}

function train(features: string): readonly string[] {
  return [
    "train large {",
    "  network Large",
    "  policy Detailed",
    `  data memory { features ${features}; target y }`,
    "  loss mse(y)",
    "  optimizer momentum(lr: 0.01)",
    "  epochs 1",
    "}",
    "",
  ];
}
