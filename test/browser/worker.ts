import { compile } from "regnet";
import { type SpecName, type TrainOptions, train } from "./specs.ts";

self.onmessage = async ({
  data,
}: MessageEvent<{ readonly name: SpecName; readonly options: TrainOptions }>) => {
  self.postMessage(await train(compile, data.name, data.options));
};
