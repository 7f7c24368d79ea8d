import { version_core } from "@tensorflow/tfjs-core";
import packageFile from "../../package.json" with { type: "json" };

/** What may change the numbers of a run; part of its result. */
export const versions: Readonly<Record<string, string>> = {
  regnet: packageFile.version,
  tfjs: version_core,
};
