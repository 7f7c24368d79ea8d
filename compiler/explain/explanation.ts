/**
 * What `explain` knows of a model, as data: what reached every parameter and every site and why, how strong it is,
 * and what the compiler did with it. Plain JSON values only; programs may read it, so its form is versioned.
 */
import type { LostBecause, Options, Origin, Role, RuleReference } from "../ir/model.ts";
import type { BackendName } from "../plan/backend-name.ts";

export const EXPLANATION_VERSION = 1;

export interface Explanation {
  readonly version: typeof EXPLANATION_VERSION;
  readonly name: string;
  readonly doc: string | null;
  /** The id or prefix that was asked for: `parameters` holds these alone. Null for all. */
  readonly only: string | null;
  readonly network: NetworkSummary;
  readonly training: TrainingSummary;
  readonly parameters: readonly ParameterExplanation[];
  readonly sites: readonly SiteExplanation[];
  /** What rules took from places with `none`. */
  readonly removed: readonly (RemovedExplanation & { readonly place: string })[];
  /** The stages of 0.5 that this model's training step has. */
  readonly order: readonly Stage[];
  /** Those that said something, in the order in which they ran. */
  readonly passes: readonly PassSummary[];
  /** Of one training step; null when the backend cannot run it. */
  readonly plan: PlanSummary | null;
}

export interface NetworkSummary {
  readonly name: string;
  readonly doc: string | null;
  /** Each holds a data field. */
  readonly inputs: readonly { readonly id: string; readonly field: string; readonly type: string }[];
  readonly layers: readonly LayerRow[];
  readonly outputs: readonly { readonly name: string; readonly value: string }[];
  /** Numbers that training learns. */
  readonly trained: number;
  /** Numbers that it only observes: moving statistics. */
  readonly observed: number;
}

export interface LayerRow {
  readonly id: string;
  /** As a spec writes it: `conv(16, 3)`. */
  readonly call: string;
  readonly shape: readonly number[];
  /** Numbers in its parameters; those of a shared layer count at its first use. */
  readonly size: number;
}

export interface TrainingSummary {
  readonly data: {
    readonly name: string;
    readonly source: string;
    /** `image: scale(0.00392)` */
    readonly fields: readonly { readonly name: string; readonly role: string; readonly made: string }[];
    readonly split: { readonly train: number; readonly validation: number; readonly test: number };
  };
  readonly loss: string;
  readonly metrics: readonly string[];
  readonly optimizer: OptimizerSummary;
  readonly batch: number;
  readonly epochs: number;
  readonly seed: number;
  /** Null when the number of training examples was not said. */
  readonly stepsPerEpoch: number | null;
  /** What was given to the spec's params. */
  readonly params: Readonly<Record<string, number | string | boolean>>;
}

export interface OptimizerSummary {
  readonly name: string;
  /** The published update. */
  readonly formula: string;
  readonly learningRate: ScheduleSummary;
  /** Every option but the learning rate, defaults included. */
  readonly hyperParameters: readonly { readonly name: string; readonly value: string }[];
  /** What a gradient goes through until it has moved the weight: `clip global_norm 1`, `adam [m, v]`, … */
  readonly chain: readonly string[];
}

export interface ScheduleSummary {
  /** As a spec writes it. */
  readonly text: string;
  readonly constant: boolean;
  /** At step 0; null when it depends on the unknown length of an epoch. */
  readonly start: number | null;
  readonly peak: number;
  /** Behind the last step; null as above. */
  readonly end: number | null;
}

export interface ParameterExplanation {
  readonly id: string;
  readonly role: Role;
  readonly shape: readonly number[];
  readonly size: number;
  readonly trainable: boolean;
  /** False when the loss does not depend on it: nothing moves it then (L-20). */
  readonly updated: boolean;
  /** `glorot_uniform (fan in 144, fan out 16)` */
  readonly initializer: string;
  readonly origin: Origin | null;
  /** The nodes that use it; a shared layer has several. */
  readonly usedBy: readonly string[];
  /** Empty when nothing regularizes it. */
  readonly policy: readonly AppliedExplanation[];
  /** What rules took away with `none`. */
  readonly removed: readonly RemovedExplanation[];
  /** The share of itself that it loses each step to all of these together; 0 when none takes one. */
  readonly share: number;
  /** Set when a normalization directly follows, which undoes any scale of the weight (F-15). */
  readonly scaleInvariance: ScaleInvariance | null;
  /** What the compiler says of it besides its techniques. */
  readonly notes: readonly Outcome[];
}

export interface ScaleInvariance {
  /** The node that normalizes. */
  readonly norm: string;
  /** √(2ηλ): how far the weight turns a step in equilibrium, in radians; null when nothing shrinks it. */
  readonly rotation: number | null;
}

/** One technique at the place where it acts. */
interface Acting {
  /** A name from `definitions/techniques`. */
  readonly technique: string;
  /** As a policy writes it: `decay 0.05`. */
  readonly clause: string;
  readonly options: Options;
  /** The number of its stage in 0.5; null when it acts between steps. */
  readonly stage: number | null;
  readonly rule: RuleReference | null;
  /** The effective coefficient in words. */
  readonly effective: string;
  readonly overridden: readonly LostRule[];
  /** Never empty. */
  readonly compiled: readonly Outcome[];
}

export interface AppliedExplanation extends Acting {
  /** Null for techniques that have none: projections. */
  readonly strength: Strength | null;
}

/** A rule that set the same property and lost the cascade. */
export interface LostRule {
  readonly technique: string;
  readonly clause: string;
  readonly options: Options | null;
  readonly rule: RuleReference;
  readonly because: LostBecause;
  /** Why the winner is stronger, in words. */
  readonly reason: string;
}

/** A property that the winning rule takes away. */
export interface RemovedExplanation {
  readonly property: string;
  /** As a policy writes it: `decay none`. */
  readonly clause: string;
  readonly rule: RuleReference;
  /** What would hold without the rule; empty where nothing else set the property. */
  readonly overridden: readonly LostRule[];
}

export interface Outcome {
  /** `kept`: computed as written. */
  readonly outcome: "fused" | "refused" | "kept" | "info";
  /** The pass that did or refused it. */
  readonly pass: string | null;
  readonly text: string;
}

export type Strength =
  | {
      readonly kind: "steady";
      /** η, the greatest of the schedule. */
      readonly learningRate: number;
      /** The share of itself that a weight loses each step. */
      readonly share: number;
      /** How far each step moves a weight towards 0, whatever its size. */
      readonly distance: number;
      /** Weights no larger than this become exactly 0; null for all but proximal operators (F-07, F-08). */
      readonly threshold: number | null;
      /** ln 2/share (L-14); null without a share. */
      readonly halfLife: { readonly steps: number; readonly epochs: number | null } | null;
      /** Momentum sums up several steps: an approximation for weights that change slowly (F-06). */
      readonly approximate: boolean;
      /** Clipping may scale the gradient down, this part of it included (N-04). */
      readonly upperBound: boolean;
    }
  /** The optimizer divides by a measure of the gradient, in which the technique takes part: no fixed share. */
  | { readonly kind: "adaptive"; readonly reason: string };

export interface SiteExplanation extends Acting {
  /** Names the stream of random numbers of a noise site (0.7). */
  readonly id: string;
  readonly place: string;
  /** The stream of random numbers; null for sites without noise. */
  readonly stream: string | null;
  /** The probability of dropping, where the technique has one. */
  readonly rate: number | null;
  /** What the target's certain class and each other class hold behind this technique and those before it. */
  readonly targetValues: { readonly on: number; readonly off: number; readonly classes: number } | null;
}

export interface Stage {
  /** As numbered in 0.5. */
  readonly number: number;
  readonly text: string;
}

export interface PassSummary {
  readonly pass: string;
  readonly reason: string;
  readonly notes: readonly NoteGroup[];
}

/** Notes that are alike but for the parameter they are about, which is then written `*`. */
export interface NoteGroup {
  readonly kind: "rewrote" | "refused" | "info";
  readonly text: string;
  readonly count: number;
}

export interface PlanSummary {
  readonly backend: BackendName;
  readonly batch: number;
  readonly calls: number;
  /** Kernels by how often a step calls them, the most frequent first. */
  readonly kernels: readonly {
    readonly name: string;
    readonly via: "tfjs" | "host";
    readonly calls: number;
  }[];
  /** The most bytes that tensors hold at once. */
  readonly peakBytes: number;
}
