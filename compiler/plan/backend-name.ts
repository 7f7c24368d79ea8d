/** The tfjs backends that a plan can be made for. */
export const backendNames = ["wasm", "cpu"] as const;

export type BackendName = (typeof backendNames)[number];
