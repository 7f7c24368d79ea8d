import { varianceScaling } from "./variance-scaling.ts";

export const heUniform = varianceScaling({
  name: "he_uniform",
  doc: "Uniform with variance 2/fan-in, for ReLU networks.",
  source: "U(±√(6/fan-in)) (He et al. 2015)",
  scale: 2,
  fan: "fan-in",
  distribution: "uniform",
});
