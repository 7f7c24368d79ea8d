import { tsImport } from "tsx/esm/api";
import type { SubjectModule } from "../subject.ts";

/** A product alone is no part of the API: it is put together of the compiler's own pieces, by their sources. */
export const prepare: SubjectModule["prepare"] = async (fixture, settings) => {
  const internals = (await tsImport("./product-program.ts", import.meta.url)) as SubjectModule;
  return internals.prepare(fixture, settings);
};
