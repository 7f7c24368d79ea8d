/**
 * What Keras and torch call things that have another name here; letters alone count, in any case. Names that differ by
 * a few letters are found without.
 */
export const foreignNames: Readonly<Record<string, string>> = {
  linear: "dense",
  fullyconnected: "dense",
  conv2d: "conv",
  convolution2d: "conv",
  maxpool2d: "max_pool",
  maxpooling2d: "max_pool",
  avgpool2d: "avg_pool",
  averagepooling2d: "avg_pool",
  globalaveragepooling2d: "global_avg_pool",
  globalmaxpooling2d: "global_max_pool",
  adaptiveavgpool2d: "global_avg_pool",
  adaptivemaxpool2d: "global_max_pool",
  batchnormalization: "batch_norm",
  batchnorm1d: "batch_norm",
  batchnorm2d: "batch_norm",
  layernormalization: "layer_norm",
  multiheadattention: "attention",
  selfattention: "attention",
  concatenate: "concat",
  cat: "concat",
  swish: "silu",
  dropout2d: "dropout",
  usebias: "bias",
  outchannels: "filters",
  kernelsize: "size",
  poolsize: "size",
  dilationrate: "dilation",
  inputdim: "vocabulary",
  outputdim: "width",
  numembeddings: "vocabulary",
  embeddingdim: "width",
  embeddingsinitializer: "initializer",
  numheads: "heads",
  nhead: "heads",
  iscausal: "causal",
  returnsequences: "return",
  hiddensize: "units",
  outfeatures: "units",
  negativeslope: "slope",
  targetshape: "shape",
  learningrate: "lr",
  weightdecay: "decay",
  eps: "epsilon",
  categoricalcrossentropy: "cross_entropy",
  sparsecategoricalcrossentropy: "cross_entropy",
  crossentropyloss: "cross_entropy",
  nllloss: "cross_entropy",
  binarycrossentropy: "binary_cross_entropy",
  bcewithlogitsloss: "binary_cross_entropy",
  bceloss: "binary_cross_entropy",
  meansquarederror: "mse",
  meanabsoluteerror: "mae",
  rootmeansquarederror: "rmse",
  smoothl1loss: "huber",
  l1loss: "mae",
  categoricalaccuracy: "accuracy",
  sparsecategoricalaccuracy: "accuracy",
  binaryaccuracy: "accuracy",
  topkcategoricalaccuracy: "top_k_accuracy",
  cosinedecay: "cosine",
  cosineannealinglr: "cosine",
  exponentialdecay: "exponential",
  polynomialdecay: "polynomial",
  piecewiseconstantdecay: "piecewise",
  multisteplr: "piecewise",
  onecyclelr: "one_cycle",
  xavieruniform: "glorot_uniform",
  xaviernormal: "glorot_normal",
  kaiminguniform: "he_uniform",
  kaimingnormal: "he_normal",
  randomnormal: "normal",
  randomuniform: "uniform",
  maxnorm: "max_norm",
  nonneg: "non_negative",
  l1l2: "elastic",
  clipnorm: "clip norm",
  globalclipnorm: "clip global_norm",
  clipvalue: "clip value",
  earlystopping: "stop_early",
  exponentialmovingaverage: "ema",
};

const regularizer = (selector: string) =>
  `policies regularize: \`policy P { ${selector} { l2 0.01 } }\`, and \`policy P\` in the train block`;
const bound = (selector: string) =>
  `policies bound weights: \`policy P { ${selector} { max_norm 3.0 } }\`, and \`policy P\` in the train block`;
const clip = (form: string) => `policies clip gradients: \`policy P { gradient { clip ${form} 1.0 } }\``;

/** What Keras and torch have and is written otherwise here, mostly options. */
const elsewhere: Readonly<Record<string, string>> = {
  kernelregularizer: regularizer("kernel"),
  biasregularizer: regularizer("bias"),
  embeddingsregularizer: regularizer("embedding"),
  recurrentregularizer: regularizer("recurrent"),
  activityregularizer:
    "policies regularize: `policy P { after name { activity_l2 0.01 } }`, with the layer named by `as name`",
  kernelconstraint: bound("kernel"),
  biasconstraint: bound("bias"),
  recurrentconstraint: bound("recurrent"),
  activation: "an activation is a stage of its own: `-> dense(64) -> relu`",
  dropout: "dropout is a policy's, `after name { dropout 0.1 }`, or a stage of its own: `-> dropout(0.1)`",
  recurrentdropout:
    "dropout is a policy's, `after name { dropout 0.1 }`, or a stage of its own: `-> dropout(0.1)`",
  inputshape: "the shape of the input follows from the data, or is written once: `input x: f32[28, 28, 1]`",
  inchannels: "the size of what flows in is known",
  infeatures: "the size of what flows in is known",
  inputsize: "the size of what flows in is known",
  gru: "the recurrent layer is `lstm`",
  simplernn: "the recurrent layer is `lstm`",
  rnn: "the recurrent layer is `lstm`",
  name: "name a stage behind it: `-> dense(64) as hidden`",
  clipnorm: clip("norm"),
  globalclipnorm: clip("global_norm"),
  clipvalue: clip("value"),
  weightdecay:
    "policies decay weights: `policy P { kernel { decay 0.01 } }`, and `policy P` in the train block",
  useema: "policies average weights: `policy P { update { ema 0.999 } }`",
};

/** The name that another framework's stands for, where it is one of those known. */
export function translateName(name: string, known: readonly string[]): string | undefined {
  const own = Object.hasOwn(foreignNames, lettersOf(name)) ? foreignNames[lettersOf(name)] : undefined;
  return own !== undefined && known.includes(own) ? own : undefined;
}

/** What to write in place of another framework's layer or option. */
export function elsewhereFor(name: string, known: readonly string[]): string | undefined {
  const letters = lettersOf(name);
  const isKnown = translateName(name, known) !== undefined || known.some((own) => lettersOf(own) === letters);
  return !isKnown && Object.hasOwn(elsewhere, letters) ? elsewhere[letters] : undefined;
}

/** `tf.keras.layers.Conv2D` as `conv2d`. */
function lettersOf(name: string): string {
  const last = name.split(".").at(-1)!;
  return last.toLowerCase().replaceAll(/[^a-z0-9]/g, "");
}
