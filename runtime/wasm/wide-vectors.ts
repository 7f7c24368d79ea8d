/**
 * Whether this process' engine joins two neighbouring vectors of 128 bits into one of 256, as `enableWideVectors` of
 * `regnet/node` asks it to. The engine's switch is the process', and so is this. It bears on models compiled later.
 */
let areJoined = false;

export function joinsVectors(): boolean {
  return areJoined;
}

export function setJoinsVectors(value: boolean): void {
  areJoined = value;
}
