/** A block of memory that grows at its end; freed pieces are joined and taken again, the tightest fit first. */
export class FreeList {
  /** Sorted by offset; no two touch. */
  private readonly free: { readonly offset: number; readonly bytes: number }[] = [];
  /** Of the whole block, in bytes. */
  size = 0;

  /** @returns the offset of so many bytes */
  take(bytes: number): number {
    let best = -1;
    this.free.forEach((piece, index) => {
      if (piece.bytes >= bytes && (best === -1 || piece.bytes < this.free[best]!.bytes)) best = index;
    });
    if (best !== -1) {
      const { offset, bytes: room } = this.free[best]!;
      const rest = room === bytes ? [] : [{ offset: offset + bytes, bytes: room - bytes }];
      this.free.splice(best, 1, ...rest);
      return offset;
    }
    // The last piece, if it reaches the end, is lengthened.
    const last = this.free.at(-1);
    const isAtEnd = last !== undefined && last.offset + last.bytes === this.size;
    const offset = isAtEnd ? last.offset : this.size;
    if (isAtEnd) this.free.pop();
    this.size = offset + bytes;
    return offset;
  }

  give(offset: number, bytes: number): void {
    const next = lowerBound(this.free, offset);
    const before = this.free[next - 1];
    const after = this.free[next];
    const joinsBefore = before !== undefined && before.offset + before.bytes === offset;
    const joinsAfter = after !== undefined && offset + bytes === after.offset;
    const from = joinsBefore ? before.offset : offset;
    const to = joinsAfter ? after.offset + after.bytes : offset + bytes;
    const joined = Number(joinsBefore) + Number(joinsAfter);
    this.free.splice(joinsBefore ? next - 1 : next, joined, { offset: from, bytes: to - from });
  }
}

/** The first piece that does not begin before the offset. */
function lowerBound(pieces: readonly { readonly offset: number }[], offset: number): number {
  let [low, high] = [0, pieces.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (pieces[middle]!.offset < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
