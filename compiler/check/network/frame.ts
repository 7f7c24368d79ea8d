import type { Span } from "../../../grammar/source.ts";
import type { Identifier, NetworkDeclaration } from "../../../grammar/syntax.ts";
import type { LayerDefinition } from "../../definitions/layer.ts";
import type { Options } from "../../ir/model.ts";
import type { Scope } from "../scope.ts";
import type { Draft } from "./draft.ts";
import type { GroupElement, ParameterElement, Tensor } from "./element.ts";

/** What a name of a network's body stands for; a value in error is undefined. */
export type NetworkName =
  | { readonly kind: "value"; readonly value: NetworkValue | undefined; readonly span: Span }
  | { readonly kind: "layer"; readonly layer: SharedLayer | undefined; readonly span: Span };

/** A tensor, or the outputs of a block that has several. */
export type NetworkValue = Tensor | BlockOutputs;

export interface BlockOutputs {
  readonly block: string;
  readonly span: Span;
  readonly outputs: ReadonlyMap<string, Tensor | undefined>;
}

export function isTensor(value: NetworkValue): value is Tensor {
  return "id" in value;
}

/** `layer table = embedding(vocab, width)` */
export interface SharedLayer {
  readonly name: string;
  readonly definition: LayerDefinition;
  readonly options: Options;
  readonly element: GroupElement;
  /** Set by the first use. */
  first: {
    readonly type: string;
    readonly span: Span;
    readonly parameters: readonly ParameterElement[];
  } | null;
}

/** The body of a network, or of one instance of a block. */
export interface Frame {
  readonly draft: Draft;
  readonly scope: Scope;
  readonly names: Map<string, NetworkName>;
  readonly used: Set<string>;
  /** Names that later statements define, for a better message than that they do not exist. */
  readonly later: ReadonlyMap<string, Identifier>;
  readonly element: GroupElement;
  /** Stands before ids: empty for the network, `trunk.Residual_3.` in a block. */
  readonly prefix: string;
  /** The blocks that are open, outermost first. */
  readonly blocks: readonly NetworkDeclaration[];
}

/** Where a value is being made: ids and ancestry of the layers in it. */
export interface Site {
  readonly frame: Frame;
  readonly element: GroupElement;
  /** Stands before the ids of layers without a name of their own: `features.`. */
  readonly prefix: string;
}

/** Adds a name; the first of two equal names stays. */
export function define(frame: Frame, name: Identifier, meaning: NetworkName): void {
  const earlier = frame.names.get(name.text);
  if (earlier === undefined) {
    frame.names.set(name.text, meaning);
    return;
  }
  frame.draft.session.faults.report("duplicate-name", { name: name.text }, name.span, [
    { span: earlier.span, text: `\`${name.text}\` is already here` },
  ]);
  frame.draft.poison();
}

/** Finds a name and remembers that it was used. */
export function use(frame: Frame, name: string): NetworkName | undefined {
  const found = frame.names.get(name);
  if (found !== undefined) frame.used.add(name);
  return found;
}
