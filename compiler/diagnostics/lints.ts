import { message } from "../../grammar/diagnostic.ts";

/** What a rule reaches, in short: `head.kernel` and 3 others. */
function some(names: readonly string[]): string {
  const others = names.length - 1;
  return `\`${names[0]}\`${others === 0 ? "" : ` and ${others} ${others === 1 ? "other" : "others"}`}`;
}

export interface OnParameters {
  readonly technique: string;
  readonly parameters: readonly string[];
}

/** What is legal and probably not meant; the numbers are those of the lint rules. */
export const lintMessages = {
  "double-decay": message<OnParameters & { other: string; otherRule: string }>({
    severity: "warning",
    message: ({ technique, other, parameters }) =>
      `\`${technique}\` and \`${other}\` both shrink ${some(parameters)}`,
    hint: ({ other, otherRule }) => `keep one; \`${other}\` comes from \`${otherRule}\``,
    explanation:
      "L-01. An L2 penalty and weight decay on one tensor shrink it twice. Under plain SGD the strengths add up; under every other optimizer they do different things (N-01, N-02), and the sum is hard to reason about.",
  }),
  "l2-under-adaptive": message<OnParameters & { optimizer: string }>({
    severity: "warning",
    message: ({ parameters, optimizer }) =>
      `under \`${optimizer}\`, \`l2\` on ${some(parameters)} is not weight decay`,
    hint: () => "write `decay` for the decoupled shrink",
    explanation:
      "L-02. The gradient of an L2 penalty passes through the optimizer's scaling, so weights with large gradients are shrunk less. Loshchilov & Hutter (2019) show that decoupled decay generalizes better; the two have different best strengths.",
  }),
  "l1-without-zeros": message<OnParameters>({
    severity: "note",
    message: ({ parameters }) => `\`l1\` makes ${some(parameters)} small, but never exactly zero`,
    hint: () => "write `prox l1` if exact zeros are wanted",
    explanation:
      "L-03. The subgradient of an L1 penalty oscillates around zero in a band as wide as the step (N-03); under Adam it is even scaled away. The proximal form sets weights to exactly zero.",
  }),
  "regularized-bias": message<OnParameters>({
    severity: "warning",
    message: ({ technique, parameters }) => `\`${technique}\` reaches ${some(parameters)}`,
    hint: ({ technique }) => `exclude them: \`bias, norm { ${technique} none }\`, or select \`kernel\``,
    explanation:
      "L-04. Biases and the scales and shifts of normalization layers are few and do not add capacity; shrinking them mostly shifts what the network can represent (He et al. 2019).",
  }),
  "scale-invariant-weight": message<OnParameters & { rotation: string | null }>({
    severity: "note",
    message: ({ technique, parameters }) =>
      `\`${technique}\` on ${some(parameters)}, right before a batch norm, only sets the effective learning rate`,
    hint: ({ rotation }) =>
      rotation === null ? undefined : `at equilibrium the weights turn by about ${rotation} per step`,
    explanation:
      "L-05. Batch norm divides the scale of the weights before it away, so shrinking them cannot change the function (F-15). It sets the effective learning rate η/‖w‖², with a rotation of about √(2ηλ) per step at equilibrium (van Laarhoven 2017). This may well be wanted.",
  }),
  "dropout-before-batch-norm": message<{ place: string; norm: string }>({
    severity: "warning",
    message: ({ place, norm }) => `dropout at \`${place}\` comes before the batch norm \`${norm}\``,
    hint: () => "move it behind the last batch norm",
    explanation:
      "L-06. Dropout changes the variance of what flows, but only in training, while batch norm remembers the variance of training for inference. The two disagree by up to 1/(1 - rate) at test time (Li et al. 2019).",
  }),
  "dead-bias": message<{ parameters: readonly string[]; layer: string }>({
    severity: "note",
    message: ({ parameters }) =>
      `the bias ${some(parameters)} stands right before a batch norm, which cancels it`,
    hint: ({ layer }) => `write \`${layer}(…, bias: false)\``,
    explanation: "L-07. Batch norm subtracts the mean, and with it any bias: its gradient is zero (F-17).",
  }),
  "small-batch-norm": message<{ batch: number; norm: string }>({
    severity: "warning",
    message: ({ batch, norm }) => `\`${norm}\` takes its statistics from only ${batch} examples`,
    hint: () => "use batches of 8 or more",
    explanation:
      "L-13. Batch norm estimates mean and variance from the batch; below about 8 examples they are noise (Wu & He 2018).",
  }),
  "strong-decay": message<OnParameters & { share: string; halfLife: string }>({
    severity: "warning",
    message: ({ technique, share, parameters }) =>
      `\`${technique}\` takes up to ${share} of ${some(parameters)} away each step`,
    hint: ({ halfLife }) =>
      `without gradients a weight halves in ${halfLife} steps; lower the strength or the rate`,
    explanation:
      "L-14. The share that decay takes away each step is the learning rate times the strength (F-01). At 0.1 and more the weights forget what they learned within a few steps; at 1 and more they change sign and diverge.",
  }),
  "keep-like-rate": message<{ technique: string; rate: number; place: string; input: boolean }>({
    severity: "warning",
    message: ({ technique, rate, place, input }) =>
      input
        ? `\`${technique} ${rate}\` drops half of the input \`${place}\` or more`
        : `\`${technique} ${rate}\` drops nearly everything at \`${place}\``,
    hint: ({ rate }) =>
      `rates are drop rates; to keep ${Math.round(100 * rate)}% write ${Number((1 - rate).toFixed(6))}`,
    explanation:
      "L-15. Every rate is the probability of dropping. Values such as 0.8 or 0.9 are usual as probabilities of keeping, in papers and older systems; on inputs, rates from 0.5 destroy more than they regularize.",
  }),
  "redundant-techniques": message<OnParameters & { other: string; reason: string }>({
    severity: "note",
    message: ({ technique, other, parameters }) =>
      `\`${technique}\` and ${other} on ${some(parameters)} do the same work twice`,
    hint: ({ reason }) => reason,
    explanation:
      "L-19. Some pairs cancel or repeat each other: a norm bound on weights whose scale a batch norm removes, decay on weights whose norm is fixed, and L1 on weights that cannot be negative, which is a linear penalty.",
  }),
  "bounded-logits": message<{ layer: string; gives: string; loss: string; applied: string }>({
    severity: "warning",
    message: ({ layer, gives, loss }) => `\`${layer}\` gives ${gives}, and \`${loss}\` takes logits`,
    hint: ({ layer, applied }) =>
      `remove \`${layer}\`: the loss takes logits and applies ${layer === applied ? "it" : `\`${applied}\``}`,
    explanation:
      "`cross_entropy` and `binary_cross_entropy` apply softmax and sigmoid themselves (T13), so what they are given has to be free to be any number. Behind an activation it is not: softmax of a softmax is never sure of anything, however right the network is, and a rectifier stops the gradient of every logit below zero. The network trains, and worse. Where probabilities are wanted as well, give them an output of their own: `output probabilities = logits -> softmax`.",
  }),
};
