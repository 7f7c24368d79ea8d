/** Options that several optimizers share, said once. */

export const momentumOptions = {
  momentum: {
    type: "schedule",
    min: 0,
    below: 1,
    default: 0,
    doc: "μ, the share of the last step that is kept; a number, or a schedule such as `one_cycle_momentum`.",
  },
} as const;

export const adamOptions = {
  lr: { type: "schedule", min: 0, default: 0.001, doc: "The learning rate η, a number or a schedule." },
  beta1: { type: "number", min: 0, below: 1, default: 0.9, doc: "Keep factor of the gradient's average." },
  beta2: {
    type: "number",
    min: 0,
    below: 1,
    default: 0.999,
    doc: "Keep factor of the squared gradient's average.",
  },
  epsilon: { type: "number", above: 0, default: 1e-8, doc: "ε, against division by zero." },
  epsilon_mode: {
    type: "choice",
    choices: ["outside", "before_correction"],
    default: "outside",
    doc: "`outside`: added to the corrected root, as in torch and optax. `before_correction`: added before bias correction, as in Keras.",
  },
} as const;
