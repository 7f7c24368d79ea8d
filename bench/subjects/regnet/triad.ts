import { tsImport } from "tsx/esm/api";
import type { SubjectModule } from "../subject.ts";

type Loops = typeof import("../../ceilings/measure-loops.ts");

/** One triad over and over, on one thread: the loop is put together by the compiler's own assembler, by its sources. */
export const prepare: SubjectModule["prepare"] = async (_, { sizes }) => {
  const { openTriad } = (await tsImport("../../ceilings/measure-loops.ts", import.meta.url)) as Loops;
  const run = openTriad(sizes.mebibytes!);
  return {
    step() {
      run();
      return 0;
    },
  };
};
