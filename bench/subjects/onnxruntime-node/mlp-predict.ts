import { mlpGraph } from "../onnx/graphs.ts";
import { onnxPrediction } from "../onnx/prediction.ts";
import type { SubjectModule } from "../subject.ts";
import { openOnnxNode } from "./open.ts";

export const prepare: SubjectModule["prepare"] = async (fixture, settings) =>
  onnxPrediction(await openOnnxNode(), mlpGraph(fixture), fixture, settings);
