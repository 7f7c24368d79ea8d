import { mlpGraph } from "../onnx/graphs.ts";
import { onnxPrediction } from "../onnx/prediction.ts";
import type { SubjectModule } from "../subject.ts";
import { openOnnxWeb } from "./open.ts";

export const prepare: SubjectModule["prepare"] = async (fixture, settings) =>
  onnxPrediction(await openOnnxWeb(settings), mlpGraph(fixture), fixture, settings);
