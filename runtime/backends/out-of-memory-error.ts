import type { BackendName } from "../../compiler/plan/backend-name.ts";

/** The backend has no room for a tensor. Plans are checked beforehand, so this is rare: a fragmented heap. */
export class OutOfMemoryError extends Error {
  constructor(readonly backend: BackendName) {
    super(`${backend} has no memory left for another tensor`);
    this.name = "OutOfMemoryError";
  }
}
