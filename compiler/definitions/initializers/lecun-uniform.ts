import { varianceScaling } from "./variance-scaling.ts";

export const lecunUniform = varianceScaling({
  name: "lecun_uniform",
  doc: "Uniform with variance 1/fan-in.",
  source: "U(±√(3/fan-in)) (LeCun et al. 1998)",
  scale: 1,
  fan: "fan-in",
  distribution: "uniform",
});
