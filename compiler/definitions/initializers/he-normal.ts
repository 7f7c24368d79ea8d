import { varianceScaling } from "./variance-scaling.ts";

export const heNormal = varianceScaling({
  name: "he_normal",
  doc: "Truncated normal with variance 2/fan-in, for ReLU networks.",
  source: "N(0, 2/fan-in) cut at ±2σ, variance corrected (He et al. 2015; T24)",
  scale: 2,
  fan: "fan-in",
  distribution: "normal",
});
