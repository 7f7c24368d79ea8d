import { ModuleBuilder, type Target } from "./assembler/module-builder.ts";
import { detectTarget } from "./detect-target.ts";
import { CELL } from "./kernels/matmul/lanes.ts";
import { multiplyTile } from "./kernels/matmul/multiply-tile.ts";
import { tileColumns, tileRows } from "./kernels/matmul/tile-size.ts";

/** Depth of the tiles: both sides of them lie in the first cache. */
const DEPTH = 256;
const PAGE = 2 ** 16;
/** Tiles of a sample, each a microsecond or less once they are optimized. */
const ROUNDS = 100;
/** Engines begin with code that is several times as slow, and replace it when their compiler is done. */
const OPTIMIZED = 2;
/** Samples without a faster one that are to follow: whatever else the machine does only ever adds. */
const SETTLED = 10;
/** Of each tile: an engine whose threads get no time to compile in is not waited for longer. */
const PATIENCE_MILLISECONDS = 400;

/**
 * How many times as fast as a tile of 128-bit vectors, as the engine has them, one is that is laid out for joined vectors,
 * after `join`: nearly 2 where the engine joins them then, and below 1 where it does not, for then the tile's sums find
 * no place in registers.
 *
 * @returns null when the engine did not optimize the tiles in time: nothing is known
 */
export function gainOfWideTile(join: () => void): number | null {
  const narrow = new Timed({ ...detectTarget(false), wideVectors: false });
  const before = settle(narrow);
  join();
  const wide = new Timed({ ...detectTarget(false), wideVectors: true });
  // In turns, as the machine may have become slower since.
  const after = settle(wide, () => narrow.sample());
  return before && after ? narrow.least / wide.least : null;
}

/** Whether it settled. */
function settle(tile: Timed, meanwhile: () => void = () => {}): boolean {
  const end = performance.now() + PATIENCE_MILLISECONDS;
  while (!tile.isSettled) {
    if (performance.now() > end) return false;
    tile.sample();
    meanwhile();
  }
  return true;
}

class Timed {
  /** Milliseconds for the same work, whatever the tile's size. */
  least = Number.POSITIVE_INFINITY;
  private first: number | undefined;
  private idle = 0;
  private readonly run;

  constructor(target: Target) {
    this.run = tileLoop(target);
  }

  get isSettled(): boolean {
    return this.idle >= SETTLED && this.first! > OPTIMIZED * this.least;
  }

  sample(): void {
    const time = this.run();
    this.first ??= time;
    this.idle = time < 0.95 * this.least ? 0 : this.idle + 1;
    this.least = Math.min(this.least, time);
  }
}

/** What times the target's whole tile. */
function tileLoop(target: Target): () => number {
  const module = new ModuleBuilder(target);
  const [rows, columns] = [tileRows(target), tileColumns(target)];
  const [right, result] = [CELL * rows * DEPTH, CELL * (rows + columns) * DEPTH];
  module.function("tiles", ["i32"], (f, rounds) => {
    const tile = multiplyTile(module, { rows, columns, order: "lines" });
    // V8 keeps optimized code by a module's bytes, and another thread may have asked: these are always others.
    f.local("i32", Math.floor(2 ** 31 * Math.random()));
    f.doWhile(
      () => rounds,
      () => {
        f.do(tile.call(0, CELL * DEPTH, right, CELL * columns, result, CELL * columns, DEPTH, 0, 0));
        f.increase(rounds, -1);
      },
    );
  });
  module.export("tiles");
  const bytes = result + CELL * rows * columns;
  const memory = new WebAssembly.Memory({ initial: Math.ceil(bytes / PAGE) });
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(module.bytes()), { env: { memory } });
  const run = exports.tiles as (rounds: number) => void;
  return () => {
    const start = performance.now();
    run(ROUNDS);
    return (performance.now() - start) / columns;
  };
}
