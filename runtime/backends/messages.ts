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
  "wide-vectors-unavailable": message<{ reason: string; hint: string }>({
    severity: "warning",
    message: ({ reason }) => `vectors of 256 bits are asked for, and are not used: ${reason}`,
    hint: ({ hint }) => hint,
    explanation:
      "WebAssembly has vectors of 128 bits. V8 can join two of them into one of 256 where the processor has AVX2 and " +
      "Node is 24 or newer, on x64. regnet asks for it only when it is told " +
      "to, and then times a piece of a matrix product before and after. Where that gains nothing, the processor has no AVX2, or it " +
      "was turned off; where V8 was too busy to compile what is timed, another try may do. Everything runs without them, and " +
      "the numbers are the same.",
  }),
};

export const diagnoseBackend = reporterFor(backendMessages);
