import type { Span } from "../../../grammar/source.ts";
import type { FieldType, Node, Parameter } from "../../ir/model.ts";

/** A value that flows through a network under construction. */
export interface Tensor extends FieldType {
  /** Of an input or node. */
  readonly id: string;
  /** Where it was made: the second place of a shape mismatch. */
  readonly span: Span;
  /** Layers with weights between the inputs and it, itself included; what `[depth > 2]` compares. */
  readonly depth: number;
}

/**
 * What selectors choose from: the tree of everything in a network that has a name or a kind. The names are those
 * of the text, so an element knows its ancestry: network, binding, block, layer, parameter.
 */
export type Element = GroupElement | NodeElement | InputElement | ParameterElement;

/** A network, a binding, a block, a shared layer, or the copies of a `repeat … as name`. */
export interface GroupElement {
  readonly kind: "group";
  readonly name: string;
  /** The block's name; null for what has no type. */
  readonly type: string | null;
  readonly parent: GroupElement | null;
  readonly children: (GroupElement | NodeElement | InputElement | ParameterElement)[];
  /** Its number among the copies of a `repeat`, from 1. */
  readonly copy: number | null;
  /** What it gives; null for a network, a shared layer, and a block of several outputs. */
  value: Tensor | null;
}

export interface NodeElement {
  readonly kind: "node";
  readonly name: string;
  /** The layer's name. */
  readonly type: string;
  readonly parent: GroupElement;
  readonly copy: number | null;
  readonly node: Node;
  readonly inputs: readonly Tensor[];
  readonly value: Tensor;
  readonly parameters: readonly ParameterElement[];
  readonly span: Span;
}

export interface InputElement {
  readonly kind: "input";
  readonly name: string;
  readonly type: null;
  readonly parent: GroupElement;
  readonly copy: null;
  readonly value: Tensor;
  /** The data field that it holds. */
  readonly field: string;
}

export interface ParameterElement {
  readonly kind: "parameter";
  /** The slot. */
  readonly name: string;
  /** The role. */
  readonly type: string;
  /** Without its policy, which comes last. */
  readonly parameter: Omit<Parameter, "policy">;
  /** The node that owns it; for a shared layer its declaration first, then every use. */
  readonly owners: (GroupElement | NodeElement)[];
  readonly depth: number;
}
