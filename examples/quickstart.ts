/** Trains one network twice, without and with its policy, on labels of which a fifth are wrong. */
import { readFile } from "node:fs/promises";
import { compile, type Scores } from "regnet";

const file = new URL("spirals.regnet", import.meta.url);
const source = await readFile(file, "utf8");

interface Outcome {
  readonly name: string;
  readonly train: Scores;
  readonly test: Scores;
  readonly seconds: number;
}

async function train(name: string): Promise<Outcome> {
  const began = performance.now();
  const model = await compile(source, { file: "examples/spirals.regnet", train: name });
  const { epochs } = model.model.run;
  for await (const event of model.fit()) {
    if (event.type !== "epoch" || event.record.epoch % 100 !== 0) continue;
    const { loss, metrics } = event.record.train;
    const { epoch } = event.record;
    console.log(
      `  ${name}  epoch ${epoch}/${epochs}  loss ${loss.total.toFixed(3)}  accuracy ${percent(metrics)}`,
    );
  }
  const [trained, tested] = [await model.evaluate("train"), await model.evaluate("test")];
  model.dispose();
  if (trained === null || tested === null)
    throw new Error("the example's split has a training and a test part");
  return { name, train: trained, test: tested, seconds: (performance.now() - began) / 1000 };
}

function percent(metrics: Scores["metrics"]): string {
  return `${(100 * (metrics.accuracy ?? Number.NaN)).toFixed(1)} %`;
}

console.log("Two spirals; 200 training points, of which 40 have the wrong label; 800 clean test points.\n");
const outcomes = [await train("plain"), await train("robust")];
console.log("\n            train (noisy)   test (clean)   test loss   seconds");
for (const { name, train: seen, test, seconds } of outcomes) {
  const cells = [percent(seen.metrics), percent(test.metrics), test.loss.data.toFixed(3), seconds.toFixed(1)];
  const [noisy, clean, loss, time] = cells as [string, string, string, string];
  console.log(
    `  ${name.padEnd(8)}${noisy.padStart(15)}${clean.padStart(15)}${loss.padStart(12)}${time.padStart(10)}`,
  );
}
console.log(
  "\nThe plain network learnt wrong labels by heart; the policy in examples/spirals.regnet kept it from that.",
);
console.log("Next: npx regnet explain examples/spirals.regnet --train robust");
