import { elementwise } from "./elementwise.ts";
import { eluValue } from "./elu.ts";

const SCALE = 1.0507009873554805;
const ALPHA = 1.6732632423543772;

export const selu = elementwise({
  name: "selu",
  doc: "Self-normalizing unit; goes with the initializer `lecun_normal` (L-28).",
  source: "1.0507·elu(x, 1.6733) (Klambauer et al. 2017)",
  options: {},
  gives: "hardly any negative numbers",
  positional: [],
  value: (b, x) => b.scale(eluValue(b, x, ALPHA), SCALE),
});
