import type { I32 } from "../../assembler/expression.ts";
import type { FunctionBuilder } from "../../assembler/function-builder.ts";
import { i32 } from "../../assembler/instructions.ts";

/** Bytes of a cache's line. */
const LINE = 64;

/**
 * Reads a word of each line of `depth` runs of `width` bytes, `stride` bytes apart, so that a nearer cache has them:
 * dozens of reads that wait for nothing but memory are under way at once, and few where each is followed by the multiply-adds
 * that need it. The words' union goes to `to`, or an engine might leave the reads out.
 */
export function touchLines(
  f: FunctionBuilder,
  { address, stride, width, depth }: { address: I32; stride: number; width: I32; depth: I32 },
  to: I32,
): void {
  const [from, line, done, seen] = [f.local("i32"), f.local("i32"), f.local("i32"), f.local("i32", 0)];
  f.for(line, 0, width, LINE, () => {
    f.set(from, i32.add(address, line));
    f.for(done, 0, depth, 1, () => {
      f.set(seen, i32.or(seen, i32.load(from)));
      f.increase(from, stride);
    });
  });
  f.do(i32.store(to, seen));
}
