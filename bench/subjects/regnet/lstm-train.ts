import type { SubjectModule } from "../subject.ts";
import { prepareTraining } from "./training.ts";

export const prepare: SubjectModule["prepare"] = (fixture, settings) =>
  prepareTraining("lstm", fixture, settings);
