import { varianceScaling } from "./variance-scaling.ts";

export const glorotNormal = varianceScaling({
  name: "glorot_normal",
  doc: "Truncated normal with variance 2/(fan-in + fan-out).",
  source: "N(0, 2/(fan-in + fan-out)) cut at ±2σ, variance corrected (Glorot & Bengio 2010; T24)",
  scale: 1,
  fan: "fan-average",
  distribution: "normal",
});
