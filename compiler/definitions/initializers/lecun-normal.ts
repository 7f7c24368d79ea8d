import { varianceScaling } from "./variance-scaling.ts";

export const lecunNormal = varianceScaling({
  name: "lecun_normal",
  doc: "Truncated normal with variance 1/fan-in; what SELU asks for.",
  source: "N(0, 1/fan-in) cut at ±2σ, variance corrected (LeCun et al. 1998; Klambauer 2017; T24)",
  scale: 1,
  fan: "fan-in",
  distribution: "normal",
});
