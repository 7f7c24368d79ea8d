import { diagnose } from "../diagnostics/diagnose.ts";
import { failure, type Outcome, success } from "../diagnostics/outcome.ts";
import type { DataFiles } from "./data-files.ts";
import { type IdxArray, parseIdx } from "./parse-idx.ts";
import type { RawExamples, RawSource } from "./raw-source.ts";
import { readDataFile } from "./read-data-file.ts";

/** The published names of MNIST, which its successors kept. */
const parts = {
  train: { images: "train-images-idx3-ubyte", labels: "train-labels-idx1-ubyte" },
  test: { images: "t10k-images-idx3-ubyte", labels: "t10k-labels-idx1-ubyte" },
};

interface Pair {
  readonly images: IdxArray;
  readonly labels: IdxArray;
}

/** Reads the four IDX files of a folder into the fields `image` (height, width, channels) and `label`. */
export async function loadIdx(files: DataFiles, folder: string): Promise<Outcome<RawSource>> {
  const train = await loadPair(files, folder, parts.train);
  const test = await loadPair(files, folder, parts.test);
  if (train.value === null || test.value === null) {
    return failure(...train.diagnostics, ...test.diagnostics);
  }
  const first = imageShape(train.value.images).join(" x ");
  const second = imageShape(test.value.images).join(" x ");
  if (first !== second) {
    const slots = { train: train.value.images.name, test: test.value.images.name, first, second };
    return failure(diagnose("idx-shapes-disagree", slots, null));
  }
  return success({ main: examplesOf(train.value), test: examplesOf(test.value) });
}

/** Reads one IDX file of images, without labels: what `predict` is given. */
export async function loadIdxImages(files: DataFiles, path: string): Promise<Outcome<RawSource>> {
  const images = await loadArray(files, path, [3, 4], "images have three or four");
  if (images.value === null) return images;
  const { name, values, shape } = images.value;
  const image = { name, values, shape: imageShape(images.value), label: false };
  return success({ main: { kind: "arrays", count: shape[0]!, arrays: { image } }, test: null });
}

async function loadPair(
  files: DataFiles,
  folder: string,
  names: { readonly images: string; readonly labels: string },
): Promise<Outcome<Pair>> {
  const images = await loadArray(files, `${folder}/${names.images}`, [3, 4], "images have three or four");
  const labels = await loadArray(files, `${folder}/${names.labels}`, [1], "labels have one");
  if (images.value === null || labels.value === null) {
    return failure(...images.diagnostics, ...labels.diagnostics);
  }
  const imageCount = images.value.shape[0]!;
  const labelCount = labels.value.shape[0]!;
  if (imageCount !== labelCount) {
    const slots = { images: images.value.name, imageCount, labels: labels.value.name, labelCount };
    return failure(diagnose("idx-counts-disagree", slots, null));
  }
  return success({ images: images.value, labels: labels.value });
}

async function loadArray(
  files: DataFiles,
  name: string,
  ranks: readonly number[],
  expected: string,
): Promise<Outcome<IdxArray>> {
  const file = await readDataFile(files, name);
  if (file.value === null) return file;
  const array = parseIdx(file.value);
  if (array.value === null) return array;
  const found = array.value.shape.length;
  if (!ranks.includes(found)) {
    return failure(diagnose("idx-wrong-rank", { name: array.value.name, expected, found }, null));
  }
  return array;
}

function examplesOf({ images, labels }: Pair): RawExamples {
  return {
    kind: "arrays",
    count: labels.shape[0]!,
    arrays: {
      image: { name: images.name, values: images.values, shape: imageShape(images), label: false },
      label: { name: labels.name, values: labels.values, shape: [], label: true },
    },
  };
}

/** Grey images get their one channel, as convolutions expect. */
function imageShape({ shape }: IdxArray): readonly number[] {
  return shape.length === 3 ? [...shape.slice(1), 1] : shape.slice(1);
}
