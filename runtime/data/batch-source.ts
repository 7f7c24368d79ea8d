import type { FieldType } from "../../compiler/ir/model.ts";
import { shuffle, streamKey } from "../../compiler/random.ts";
import type { Part } from "./dataset.ts";
import { type BatchValues, type FillBatch, fillBatch } from "./fill-batch.ts";

/** Examples of one step. The arrays are the source's own and hold until the batch after its next is made. */
export interface Batch {
  /** The number of examples: the first dimension of every field. */
  readonly size: number;
  readonly values: ReadonlyMap<string, BatchValues>;
}

type Fillers = readonly (readonly [string, FillBatch])[];

/** How the rows of an epoch follow one another. */
export type Order =
  | { readonly kind: "as-stored" }
  /** A new order each epoch, a function of the seed and the epoch alone. */
  | { readonly kind: "shuffled"; readonly seed: number };

/**
 * Batches of a part, addressed by epoch and index, so that a run resumes anywhere. Every row comes once an epoch;
 * the last batch is smaller when the size does not divide the rows, and never left out.
 */
export class BatchSource {
  /** Steps of one epoch. */
  readonly count: number;
  /** Two of each, used in turn: one batch is made while a step still reads the one before it. */
  private readonly fillers: readonly [Fillers, Fillers];
  private turn: 0 | 1 = 0;
  private order: Int32Array;
  private epoch: number | null = null;

  /**
   * @param size examples a batch, 1 or more
   * @param wanted the fields to fill, with the type that the program takes them in (without the batch)
   */
  constructor(
    private readonly part: Part,
    private readonly size: number,
    private readonly ordering: Order,
    wanted: Readonly<Record<string, FieldType>>,
  ) {
    this.count = Math.ceil(part.rows.length / size);
    this.order = part.rows;
    const most = Math.min(size, part.rows.length);
    const makeFillers = (): Fillers =>
      Object.entries(wanted).map(([name, type]) => [name, fillBatch(part.fields[name]!, type, most)]);
    const first = makeFillers();
    this.fillers = [first, this.count > 1 ? makeFillers() : first];
  }

  /** Throws `RangeError` when the epoch has no batch of this index. */
  batch(epoch: number, index: number): Batch {
    if (!(index >= 0 && index < this.count)) throw new RangeError(`no batch ${index} of ${this.count}`);
    this.arrange(epoch);
    const rows = this.order.subarray(index * this.size, (index + 1) * this.size);
    const fillers = this.fillers[this.turn];
    this.turn = this.turn === 0 ? 1 : 0;
    return { size: rows.length, values: new Map(fillers.map(([name, fill]) => [name, fill(rows)])) };
  }

  private arrange(epoch: number): void {
    if (this.ordering.kind === "as-stored" || this.epoch === epoch) return;
    const { rows } = this.part;
    const permutation = shuffle(rows.length, streamKey(this.ordering.seed, "data/order", epoch));
    this.order = permutation.map((place) => rows[place]!);
    this.epoch = epoch;
  }
}
