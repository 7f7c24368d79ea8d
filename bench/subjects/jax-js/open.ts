/** The part of jax-js that the bench uses: its types are installed with the peers only. */
export interface JaxArray {
  /** One more reference: every use of an array takes one. */
  readonly ref: JaxArray;
  readonly shape: readonly number[];
  add(other: JaxArray | number): JaxArray;
  sub(other: JaxArray | number): JaxArray;
  mul(other: JaxArray | number): JaxArray;
  div(other: JaxArray | number): JaxArray;
  sum(axis?: number): JaxArray;
  mean(axis?: number): JaxArray;
  reshape(shape: readonly number[]): JaxArray;
  transpose(axes?: readonly number[]): JaxArray;
  data(): Promise<Float32Array>;
  dispose(): void;
}

/** Parameters by path. */
export type Parameters = Readonly<Record<string, JaxArray>>;

export interface Jax {
  init(...devices: readonly string[]): Promise<readonly string[]>;
  defaultDevice(device: string): string;
  jit<A extends readonly unknown[], R>(work: (...args: A) => R): (...args: A) => R;
  valueAndGrad<A, R extends readonly unknown[]>(
    loss: (argument: A, ...rest: R) => JaxArray,
  ): (argument: A, ...rest: R) => [JaxArray, A];
  readonly tree: { ref<T>(tree: T): T };
  readonly numpy: {
    array(values: Float32Array | Int32Array, options?: { readonly shape?: readonly number[] }): JaxArray;
    zeros(shape: readonly number[]): JaxArray;
    matmul(a: JaxArray, b: JaxArray): JaxArray;
    max(x: JaxArray): JaxArray;
    sqrt(x: JaxArray): JaxArray;
    tanh(x: JaxArray): JaxArray;
    split(x: JaxArray, parts: number, axis: number): readonly JaxArray[];
    stack(parts: readonly JaxArray[], axis: number): JaxArray;
    square(x: JaxArray): JaxArray;
    where(condition: JaxArray, yes: JaxArray | number, no: JaxArray | number): JaxArray;
    take(a: JaxArray, indices: JaxArray, axis?: number): JaxArray;
  };
  readonly nn: {
    relu(x: JaxArray): JaxArray;
    sigmoid(x: JaxArray): JaxArray;
    gelu(x: JaxArray, options?: { readonly approximate?: boolean }): JaxArray;
    logSoftmax(x: JaxArray, axis?: number): JaxArray;
    oneHot(x: JaxArray, classes: number): JaxArray;
    standardize(x: JaxArray, axis?: number, options?: { readonly epsilon?: number }): JaxArray;
    dotProductAttention(
      query: JaxArray,
      key: JaxArray,
      value: JaxArray,
      options?: { readonly isCausal?: boolean },
    ): JaxArray;
  };
  readonly lax: {
    conv(x: JaxArray, filters: JaxArray, strides: readonly number[], padding: "VALID" | "SAME"): JaxArray;
    reduceWindow(
      x: JaxArray,
      computation: (window: JaxArray) => JaxArray,
      size: readonly number[],
      strides: readonly number[],
    ): JaxArray;
  };
  readonly random: {
    key(seed: number | JaxArray): JaxArray;
    split(key: JaxArray, count?: number): JaxArray;
    bernoulli(key: JaxArray, probability: number, shape: readonly number[]): JaxArray;
  };
}

/** Starts jax-js on its WebAssembly device, the one of Node. */
export async function openJax(): Promise<Jax> {
  const name: string = "@jax-js/jax";
  const jax = (await import(name)) as Jax;
  const devices = await jax.init("wasm");
  if (!devices.includes("wasm")) throw new Error("jax-js could not start its wasm device");
  jax.defaultDevice("wasm");
  return jax;
}
