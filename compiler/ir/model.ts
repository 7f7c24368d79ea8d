/**
 * The model IR: what was meant. A versioned JSON document that holds everything a run needs, with every default
 * made visible, every name resolved and every policy rule applied. It is made from a spec by the checker, may be
 * written by hand or by another program, and is validated against `schema/model.schema.json` (derived from these
 * shapes and from the definitions). Nothing in it is code.
 */
import type { Schedule } from "./schedule.ts";

export const MODEL_VERSION = 1;

export interface Model {
  /** The version of this format. */
  readonly regnet: typeof MODEL_VERSION;
  /** The train block's name. */
  readonly name: string;
  readonly doc?: string;
  /** The values of the spec's `param`s as this model was made. */
  readonly params: Readonly<Record<string, number | string | boolean>>;
  readonly network: Network;
  readonly data: DataSource;
  readonly loss: Loss;
  readonly optimizer: Optimizer;
  /** Techniques that act elsewhere than on one parameter, in the order they apply (0.4, 0.5). */
  readonly sites: readonly Site[];
  /** What rules took from places with `none`, in the order of the sites. */
  readonly removed?: readonly RemovedAt[];
  readonly run: Run;
}

/** Where in the text something was said; line and column count from 1. */
export interface Origin {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** JSON values of options, each typed by its definition's option spec. */
export type OptionValue =
  | number
  | string
  | boolean
  | null
  | readonly OptionValue[]
  | { readonly [key: string]: OptionValue }
  | Schedule;
export type Options = Readonly<Record<string, OptionValue>>;

export type FieldDType = "f32" | "i32";

/** Shapes in the IR leave the batch dimension out. */
export interface FieldType {
  readonly shape: readonly number[];
  readonly dtype: FieldDType;
}

export interface Network {
  readonly name: string;
  readonly doc?: string;
  readonly inputs: readonly Input[];
  readonly parameters: readonly Parameter[];
  /** In topological order. Inputs of nodes name network inputs or earlier nodes. */
  readonly nodes: readonly Node[];
  readonly outputs: readonly { readonly name: string; readonly value: string }[];
}

export interface Input extends FieldType {
  /** Unique among inputs and nodes. */
  readonly id: string;
  /** The data field, one of features, that it holds: usually of the same name. */
  readonly field: string;
  readonly origin?: Origin;
}

export interface Node extends FieldType {
  /** A readable path, unique: `hidden`, `features.conv_2`, `trunk.Residual_3.branch.conv`. */
  readonly id: string;
  /** A name from `definitions/layers`. */
  readonly layer: string;
  readonly options: Options;
  /** Ids of inputs or nodes. */
  readonly inputs: readonly string[];
  /** Slot of the layer -> parameter id; a shared instance's nodes name the same parameters. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly origin?: Origin;
}

/** Decided by the layer that made the parameter, never by a name. */
export type Role = "kernel" | "bias" | "norm" | "embedding" | "recurrent" | "statistic";

export interface Parameter {
  /** `<owner>.<slot>`: `head.kernel`. */
  readonly id: string;
  readonly role: Role;
  readonly shape: readonly number[];
  /** False for moving statistics (role `statistic`): not updated by the optimizer. */
  readonly trainable: boolean;
  readonly initializer: Initializer;
  /** All axes but the output unit's (0.3): per-unit norms are taken over these. Empty for vectors. */
  readonly fanInAxes: readonly number[];
  /** What reached it and won, one entry per technique; penalties first, in step order. */
  readonly policy: readonly Applied[];
  /** Properties that a rule took away with `none`: silence that was asked for. */
  readonly removed?: readonly Removed[];
  readonly origin?: Origin;
}

export interface Initializer {
  /** A name from `definitions/initializers`. */
  readonly name: string;
  readonly options: Options;
  readonly fanIn: number;
  readonly fanOut: number;
}

/** One technique as it acts on one target, and why. */
export interface Applied {
  /** A name from `definitions/techniques`. */
  readonly technique: string;
  readonly options: Options;
  readonly rule?: RuleReference;
  /** Rules that set the same property and lost the cascade; the closest loser first. */
  readonly overridden?: readonly Overridden[];
}

export interface Overridden {
  /** A name from `definitions/techniques`; the property where the rule says `none`. */
  readonly technique: string;
  /** Null where the rule says `none`. */
  readonly options: Options | null;
  readonly rule: RuleReference;
  readonly because: LostBecause;
}

/** What decided between a rule and the winner: the cascade's comparisons, in their order. */
export type LostBecause =
  | "optimizer-default"
  | "fewer-names"
  | "fewer-conditions"
  | "fewer-kinds"
  | "earlier";

/** A property that the winning rule takes away: `decay none`. */
export interface Removed {
  /** What the cascade decides: `decay`, `clip`. */
  readonly property: string;
  readonly rule: RuleReference;
  /** What would hold without the rule; none where nothing else set the property. */
  readonly overridden?: readonly Overridden[];
}

export interface RemovedAt extends Removed {
  readonly at: Place;
}

export interface RuleReference {
  readonly policy: string;
  /** As written: `after conv`, `head.kernel`. */
  readonly selector: string;
  readonly origin?: Origin;
}

/** A technique on a place of the network, on the target, on all gradients, on the update or on the run. */
export interface Site extends Applied {
  /** Unique and stable under additions elsewhere; names the noise stream (0.7): `hidden/dropout`. */
  readonly id: string;
  readonly at: Place;
}

export type Place =
  /** Every reader of this value (an input's or node's id) sees the transformed one. */
  | { readonly site: "activation"; readonly value: string }
  /** Only this node's input number `input` sees it. */
  | { readonly site: "before"; readonly node: string; readonly input: number }
  | { readonly site: "target" | "gradient" | "update" | "run" }
  | { readonly site: "output"; readonly output: string };

export interface Loss {
  /** A name from `definitions/losses`. */
  readonly name: string;
  readonly options: Options;
  /** A network output. */
  readonly prediction: string;
  /** A data field. */
  readonly target: string;
}

export interface Optimizer {
  /** A name from `definitions/optimizers`. */
  readonly name: string;
  /** Learning rate and other options; schedules are resolved to `Schedule`. */
  readonly options: Options;
}

export interface Run {
  /** Examples per step, 1 or more. */
  readonly batch: number;
  readonly epochs: number;
  /** 0 to 2^32 - 1. */
  readonly seed: number;
  readonly metrics: readonly { readonly name: string; readonly options: Options }[];
}

/** Where examples come from and how fields are made of them; statistics are fitted on the training part only. */
export interface DataSource {
  readonly name: string;
  /** A name from `definitions/data-sources`: `idx`, `csv`, `text`, `spirals`, `memory`. */
  readonly source: string;
  readonly options: Options;
  /** Shares of the whole (or of the training files, when the source has its own test part). */
  readonly split: { readonly train: number; readonly validation: number; readonly test: number };
  readonly fields: readonly Field[];
  readonly origin?: Origin;
}

export interface Field {
  readonly name: string;
  readonly role: "features" | "target";
  /** Columns of a table, in order; empty where the source makes the field itself (images of an idx file). */
  readonly columns: readonly string[];
  /** Names from `definitions/transforms` with options: `{ numeric: standardize }` is `{ name: "standardize", … }`. */
  readonly transforms: readonly { readonly name: string; readonly options: Options }[];
}

/** What a loaded source says of one field: its type after transforms, and the classes of a label. */
export interface LoadedField extends FieldType {
  /** The number of classes when the field is a label (integer or one-hot); else null. */
  readonly classes: number | null;
}
