/**
 * Whether the engine joins two neighbouring vectors of 128 bits into one of 256, as `enableWideVectors` of `regnet/node`
 * finds out for the thread that calls it. It bears on models that this thread compiles later.
 */
let areJoined = false;

export function joinsVectors(): boolean {
  return areJoined;
}

export function setJoinsVectors(value: boolean): void {
  areJoined = value;
}
