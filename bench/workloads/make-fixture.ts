/** `node make-fixture.ts <recipe> <folder>`: a process of its own, so that the runner's heap stays small. */
import { compileSpec } from "../subjects/regnet/compile-spec.ts";
import { type FixtureTensor, type FixtureTensors, writeFixture } from "./fixture.ts";
import { randomIndices, randomReals } from "./random-values.ts";
import type { FieldRecipe, FixtureRecipe } from "./workload.ts";

const [text = "", folder = ""] = process.argv.slice(2);
const recipe = JSON.parse(text) as FixtureRecipe;

function makeField(seed: number, { shape, classes }: FieldRecipe): FixtureTensor {
  const full = [recipe.batch, ...shape];
  const size = full.reduce((product, extent) => product * extent, 1);
  return {
    shape: full,
    values: classes === null ? randomReals(seed, size) : randomIndices(seed, size, classes),
  };
}

/**
 * Each two batches in a row have the same inputs and other targets. A net that can learn its batches by heart ends with
 * gradients, and moments of them, so small that they are subnormal, which processors are slow at; data do not do that.
 */
function makeBatch(index: number): FixtureTensors {
  const [input, ...targets] = Object.entries(recipe.fields);
  const fields = [
    [input![0], makeField(2 * Math.floor(index / 2), input![1])],
    ...targets.map(([name, field]) => [name, makeField(2 * index + 1, field)]),
  ];
  return Object.fromEntries(fields);
}

const batches = Array.from({ length: recipe.batches }, (_, index) => makeBatch(index));
// The weights that regnet draws are everyone's.
const model = await compileSpec(recipe.spec, batches, { threads: 1, noise: false });
const weights: Record<string, FixtureTensor> = {};
for (const { id, shape } of model.model.network.parameters) {
  weights[id] = { shape: [...shape], values: await model.weights(id) };
}
model.dispose();
await writeFixture(folder, { weights, batches });
process.exit(0);
