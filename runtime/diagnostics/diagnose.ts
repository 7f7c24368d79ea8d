import { reporterFor } from "../../grammar/diagnostic.ts";
import { checkpointMessages } from "./checkpoint-messages.ts";
import { dataMessages } from "./data-messages.ts";
import { fileMessages } from "./file-messages.ts";
import { idxMessages } from "./idx-messages.ts";
import { memoryMessages } from "./memory-messages.ts";
import { tableMessages } from "./table-messages.ts";
import { textMessages } from "./text-messages.ts";
import { trainingMessages } from "./training-messages.ts";

/** Every fault that can show at run time, in files, data or numbers. */
export const runtimeMessages = {
  ...fileMessages,
  ...idxMessages,
  ...tableMessages,
  ...textMessages,
  ...dataMessages,
  ...memoryMessages,
  ...trainingMessages,
  ...checkpointMessages,
};

export const diagnose = reporterFor(runtimeMessages);
