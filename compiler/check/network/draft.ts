import type { Span } from "../../../grammar/source.ts";
import type { Clause } from "../../../grammar/syntax.ts";
import { limits } from "../../ir/limits.ts";
import type { Scope } from "../scope.ts";
import type { Session } from "../session.ts";
import type { GroupElement, InputElement, NodeElement, ParameterElement, Tensor } from "./element.ts";

/** A technique written into a pipe: a rule on that place (`-> dropout(0.5)`). */
export interface InlineRule {
  readonly clause: Clause;
  readonly scope: Scope;
  readonly place: Tensor;
}

/** A network while it is built: what was made so far, in topological order. */
export class Draft {
  readonly inputs: InputElement[] = [];
  readonly nodes: NodeElement[] = [];
  readonly parameters: ParameterElement[] = [];
  readonly inline: InlineRule[] = [];
  /** Set when any value is in error: what depends on it was left out, so the network is not whole. */
  broken = false;
  /** Ids, each with the last number that was tried behind it. */
  private readonly taken = new Map<string, number>();
  private expansions = 0;
  private tooLarge = false;

  constructor(
    readonly session: Session,
    readonly root: GroupElement,
  ) {}

  /** An id that no other node or parameter owner has: the wanted one, else with the next free number. */
  claim(wanted: string): string {
    let id = wanted;
    let number = this.taken.get(wanted) ?? 1;
    while (this.taken.has(id)) id = `${wanted}_${++number}`;
    this.taken.set(wanted, number);
    this.taken.set(id, 1);
    return id;
  }

  /** Counts a layer or a block; false, and reported once, when there are too many of them. */
  makesRoom(span: Span): boolean {
    this.expansions++;
    if (this.expansions <= limits.nodes) return true;
    if (!this.tooLarge) this.session.faults.report("network-too-large", { limit: limits.nodes }, span);
    this.tooLarge = true;
    return false;
  }

  /** Marks the network as not whole; what was wrong has been reported. */
  poison(): undefined {
    this.broken = true;
  }
}
