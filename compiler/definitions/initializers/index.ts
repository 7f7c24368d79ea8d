/** Every initializer, by name. */
import type { InitializerDefinition } from "../initializer.ts";
import { constant } from "./constant.ts";
import { forgetBias } from "./forget-bias.ts";
import { glorotNormal } from "./glorot-normal.ts";
import { glorotUniform } from "./glorot-uniform.ts";
import { heNormal } from "./he-normal.ts";
import { heUniform } from "./he-uniform.ts";
import { identity } from "./identity.ts";
import { lecunNormal } from "./lecun-normal.ts";
import { lecunUniform } from "./lecun-uniform.ts";
import { normal } from "./normal.ts";
import { ones } from "./ones.ts";
import { orthogonal } from "./orthogonal.ts";
import { truncatedNormal } from "./truncated-normal.ts";
import { uniform } from "./uniform.ts";
import { zeros } from "./zeros.ts";

export const initializers = {
  constant,
  forget_bias: forgetBias,
  glorot_normal: glorotNormal,
  glorot_uniform: glorotUniform,
  he_normal: heNormal,
  he_uniform: heUniform,
  identity,
  lecun_normal: lecunNormal,
  lecun_uniform: lecunUniform,
  normal,
  ones,
  orthogonal,
  truncated_normal: truncatedNormal,
  uniform,
  zeros,
} satisfies Record<string, InitializerDefinition>;

export type InitializerName = keyof typeof initializers;
