import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { Command } from "commander";
import { systemReason } from "../../runtime/node/system-reason.ts";
import { ExitCode } from "../exit-code.ts";
import { print, say } from "../terminal.ts";

const SPEC = `/// Two spirals with some wrong labels: replace the data by yours.
data points = spirals(examples: 400, noisy_labels: 0.1)

/// Hidden units; --set width=128 tries another number.
param width: int = 64

network Net {
  input x: points.x
  output logits = x -> dense(width) as hidden -> relu -> dense(2) as head
}

/// How the network is kept from overfitting.
policy Gentle {
  kernel { decay 0.01 }
  after hidden { dropout 0.1 }
  run { stop_early(on: val.loss, patience: 20, restore: best) }
}

train first {
  network Net
  policy Gentle
  data points
  loss cross_entropy(logits, label)
  optimizer adamw(lr: 0.01)
  batch 32
  epochs 100
  seed 1
  metrics accuracy
}
`;

export const initCommand = new Command("init")
  .description("write a first spec that runs")
  .argument("[file]", "where", "first.regnet")
  .action(async (file: string) => {
    if (existsSync(file)) {
      say(`${file} exists; nothing was written`);
      process.exitCode = ExitCode.faulty;
      return;
    }
    try {
      await writeFile(file, SPEC, { flag: "wx" });
      print(`wrote ${file}; next: regnet run ${file}`);
    } catch (error) {
      say(`cannot write ${file}: ${systemReason(error)}`);
      process.exitCode = ExitCode.io;
    }
  });
