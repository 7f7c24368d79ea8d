/** Small specs and data that the tests of the commands and of the API share. */
import { idx } from "../data/bytes.ts";

/** A part of a spec, in place of the usual one. */
export interface SpiralChoices {
  readonly epochs?: number;
  readonly examples?: number;
  readonly optimizer?: string;
  readonly seed?: number;
  readonly split?: string;
}

/** Classification with noise, penalties, decay and early stopping; 7 steps an epoch, the last one smaller. */
export function spirals(choices: SpiralChoices = {}): string {
  const {
    epochs = 3,
    examples = 130,
    optimizer = "adamw(lr: 0.01)",
    seed = 1,
    split = "80 / 10 / 10",
  } = choices;
  return `data points = spirals(examples: ${examples}, noisy_labels: 0.1) { split ${split} }

network Net(width: int = 8) {
  input x: points.x
  output logits = x -> dense(width) as hidden -> tanh -> dense(2) as head
}

policy Robust {
  kernel { decay 0.01 }
  after hidden { dropout 0.2; activity_l2 1e-3 }
  run { stop_early(on: val.loss, patience: 50, restore: best) }
}

train spiral {
  network Net
  policy Robust
  data points
  loss cross_entropy(logits, label)
  optimizer ${optimizer}
  batch 16
  epochs ${epochs}
  seed ${seed}
  metrics accuracy
}
`;
}

/** Prices of 60 houses: two numbers, one of them missing now and then, and a category. */
export function housesTable(rows = 60): string {
  const lines = Array.from({ length: rows }, (_, i) => {
    const area = 50 + ((i * 37) % 100);
    const rooms = i % 11 === 0 ? "" : String(1 + (i % 5));
    const place = ["city", "coast", "inland"][i % 3]!;
    return `${area},${rooms},${place},${1000 * area + 5000 * (i % 5)}`;
  });
  return `area,rooms,place,price\n${lines.join("\n")}\n`;
}

/** Regression on `housesTable`. */
export const houses = `param width: int = 6 in linear(1, 100)

data houses = csv("houses.csv") {
  features x: [area, rooms, place] { numeric: standardize; missing: median; category: onehot }
  target y: price { standardize }
  split 70 / 15 / 15
}

network Prices { input x: houses.x; output y = x -> dense(width) as hidden -> relu -> dense(1) as head }

policy Small { kernel { elastic(l1: 1e-4, l2: 1e-3) } }

train prices {
  network Prices
  policy Small
  data houses
  loss mse(y)
  optimizer momentum(lr: 0.02)
  batch 8
  epochs 3
  seed 3
  metrics mae, r2
}
`;

/** Which of three species, by name, from the table of `flowersTable`. */
export const flowers = `data flowers = csv("flowers.csv") {
  features x: [length, width] { numeric: standardize }
  target species: species { index }
  split 60 / 20 / 20
}

network Species { input x: flowers.x; output logits = x -> dense(8) as hidden -> relu -> dense(3) as head }

train flowers {
  network Species
  data flowers
  loss cross_entropy(logits, species)
  optimizer adam(lr: 0.05)
  batch 16
  epochs 30
  seed 3
  metrics accuracy
}
`;

export function flowersTable(): string {
  const species = ["iris", "rose", "tulip"] as const;
  const lines = Array.from({ length: 90 }, (_, i) => {
    const kind = i % 3;
    return `${kind * 10 + (i % 7) * 0.3},${5 - kind + (i % 5) * 0.1},${species[kind]}`;
  });
  return `length,width,species\n${lines.join("\n")}\n`;
}

/** A convolutional network on 6 x 6 images, of which one half is bright. */
export const images = `network Halves {
  input image: f32[6, 6, 1]
  output logits = image -> conv(3, 3) as conv -> relu -> flatten -> dense(2) as head
}

train halves {
  network Halves
  data idx("halves") { image: scale(1 / 255); label: index; split 80 / 20 / 0 }
  loss cross_entropy(logits, label)
  optimizer adam(lr: 0.02)
  batch 8
  epochs 4
  seed 5
  metrics accuracy
}
`;

/** `count` images, bright on the left (label 0) or on the right (label 1). */
export function halves(count: number): { readonly images: Uint8Array; readonly labels: Uint8Array } {
  const pixels = Array.from({ length: count * 36 }, (_, i) => {
    const [image, column] = [Math.floor(i / 36), i % 6];
    return column < 3 === (image % 2 === 0) ? 200 + ((i * 7) % 50) : (i * 5) % 40;
  });
  const labels = Array.from({ length: count }, (_, i) => i % 2);
  return { images: idx([count, 6, 6], pixels), labels: idx([count], labels) };
}

/** The four files of `images`, by path. */
export function imageFiles(): Record<string, Uint8Array> {
  const [train, test] = [halves(40), halves(10)];
  return {
    "halves/train-images-idx3-ubyte": train.images,
    "halves/train-labels-idx1-ubyte": train.labels,
    "halves/t10k-images-idx3-ubyte": test.images,
    "halves/t10k-labels-idx1-ubyte": test.labels,
  };
}

/** Four letters in a row, and the average of a few steps that says which follows. */
export const letters = `network Reader {
  input tokens: i32[4]
  output logits = tokens -> embedding(4, 4) -> lstm(8) as rnn -> dense(4) as head
}

policy Averaged { update { ema(0.9, warmup: 1) } }

train letters {
  network Reader
  policy Averaged
  data text("letters.txt", length: 4, stride: 1) { split 90 / 5 / 5 }
  loss cross_entropy(logits, next)
  optimizer adam(lr: 0.05)
  epochs 10
  metrics accuracy
}
`;
