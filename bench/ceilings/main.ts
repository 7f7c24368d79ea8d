/** A process of its own (under tsx: it needs what the package does not export): prints the ceilings as JSON. */
import { openBackend } from "../../runtime/backends/open-backend.ts";
import { measureCeilings } from "../../runtime/profile/measure-ceilings.ts";
import { detectTarget } from "../../runtime/wasm/detect-target.ts";
import type { Ceilings } from "../report/report.ts";
import { TRIADS } from "../workloads/ceilings.ts";
import { measureMultiplyAdd, measureTriad } from "./measure-loops.ts";

const { backend, diagnostics } = await openBackend("wasm");
if (backend === null) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
const { gigaflops } = await measureCeilings(backend, { threads: 1 });
const ceilings: Ceilings = {
  matmulGflops: gigaflops,
  multiplyAddGflops: measureMultiplyAdd(),
  relaxedSimd: detectTarget(false).relaxedSimd,
  triadGbs: TRIADS.map((mebibytes) => ({ mebibytes, gbs: measureTriad(mebibytes) })),
};
console.log(JSON.stringify(ceilings));
process.exit(0);
