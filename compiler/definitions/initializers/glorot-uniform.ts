import { varianceScaling } from "./variance-scaling.ts";

export const glorotUniform = varianceScaling({
  name: "glorot_uniform",
  doc: "Uniform with variance 2/(fan-in + fan-out); the default of kernels.",
  source: "U(±√(6/(fan-in + fan-out))) (Glorot & Bengio 2010)",
  scale: 1,
  fan: "fan-average",
  distribution: "uniform",
});
