import type { SubjectModule } from "../subject.ts";
import { preparePrediction } from "./prediction.ts";

export const prepare: SubjectModule["prepare"] = (fixture, settings) =>
  preparePrediction("cnn", fixture, settings);
