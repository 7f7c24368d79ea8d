import { message, reporterFor } from "../../grammar/diagnostic.ts";

export const backendMessages = {
  "backend-unavailable": message<{ backend: string; reason: string }>({
    severity: "error",
    message: ({ backend, reason }) => `the ${backend} backend of TensorFlow.js did not start: ${reason}`,
    hint: ({ backend }) => (backend === "wasm" ? "in a browser, say where the .wasm files lie" : undefined),
    explanation:
      "regnet asks TensorFlow.js for one backend and makes sure that it is the one that answers; TensorFlow.js " +
      "alone would go on with another. The reason is the one that TensorFlow.js gave. In a browser the usual one " +
      "is that the backend's .wasm files are not served where it looks for them.",
  }),
};

export const diagnoseBackend = reporterFor(backendMessages);
