import { type Code, flatten, name, section, unsigned, vector } from "./encoding.ts";
import {
  codeOf,
  type Expression,
  type Operands,
  type Statement,
  type ValueType,
  valueTypeCodes,
} from "./expression.ts";
import { FunctionBuilder, type Parameters, type ParameterTypes } from "./function-builder.ts";

/** What the engine that runs the module can do. */
export interface Target {
  /** Fused multiply-add and its kin, where `WebAssembly.validate` accepts them. */
  readonly relaxedSimd: boolean;
  /** Whether the engine joins two neighbouring vectors into one of 256 bits. */
  readonly wideVectors: boolean;
  /** Whether the memory is shared between threads. */
  readonly sharedMemory: boolean;
}

type Arguments<P extends ParameterTypes> = { readonly [I in keyof P]: Operands[P[I]] };

export interface FunctionReference<P extends ParameterTypes> {
  readonly call: (...given: Arguments<P>) => Statement;
}

export interface ValuedFunctionReference<P extends ParameterTypes, R extends ValueType> {
  readonly call: (...given: Arguments<P>) => Expression<R>;
}

/** A function of the host, of float64 numbers: `Math.pow` and the like. */
export interface HostFunction {
  readonly name: string;
  readonly parameters: number;
}

const PAGES_OF_32_BITS = 65_536;

/** Builds a module that imports one memory (`env.memory`) and exports functions. */
export class ModuleBuilder {
  private readonly types = new Map<string, number>();
  private readonly typeCodes: Code[] = [];
  private readonly imports: Code[] = [];
  private readonly functions: { readonly type: number; readonly code: Code }[] = [];
  private readonly exports: Code[] = [];
  private readonly known = new Map<string, number>();

  /** @param hostFunctions imported as `env.<name>`; all of them, used or not */
  constructor(
    readonly target: Target,
    private readonly hostFunctions: readonly HostFunction[] = [],
  ) {
    const limits = target.sharedMemory ? [0x03, 0, ...unsigned(PAGES_OF_32_BITS)] : [0x00, 0];
    this.imports.push([name("env"), name("memory"), 0x02, limits]);
    for (const { name: hostName, parameters } of hostFunctions) {
      const type = this.typeIndex(new Array<ValueType>(parameters).fill("f64"), "f64");
      this.known.set(`host ${hostName}`, this.imports.length - 1);
      this.imports.push([name("env"), name(hostName), 0x00, unsigned(type)]);
    }
  }

  /** The function of this key, built at its first use; equal keys must mean equal code. It returns nothing. */
  function<const P extends ParameterTypes>(
    key: string,
    parameters: P,
    build: (f: FunctionBuilder, ...given: Parameters<P>) => void,
  ): FunctionReference<P> {
    const index = this.define(key, parameters, null, (f, given) => {
      build(f, ...(given as unknown as Parameters<P>));
      return [];
    });
    return { call: (...given) => ({ type: "none", code: callCode(index, parameters, given) }) };
  }

  /** Likewise, for a function that returns what `build` does. */
  valuedFunction<const P extends ParameterTypes, R extends ValueType>(
    key: string,
    parameters: P,
    result: R,
    build: (f: FunctionBuilder, ...given: Parameters<P>) => Operands[R],
  ): ValuedFunctionReference<P, R> {
    const index = this.define(key, parameters, result, (f, given) =>
      codeOf(result, build(f, ...(given as unknown as Parameters<P>))),
    );
    return { call: (...given) => ({ type: result, code: callCode(index, parameters, given) }) };
  }

  /** Calls a function of the host by name. */
  callHost(hostName: string, ...given: readonly Operands["f64"][]): Expression<"f64"> {
    const index = this.known.get(`host ${hostName}`);
    if (index === undefined) throw new Error(`the module imports no function ${hostName}`);
    const types = given.map((): "f64" => "f64");
    return { type: "f64", code: callCode(index, types, given) };
  }

  /** Makes the function of this key callable from outside, under that key. */
  export(key: string): void {
    const index = this.known.get(key);
    if (index === undefined) throw new Error(`the module has no function ${key}`);
    this.exports.push([name(key), 0x00, unsigned(index)]);
  }

  bytes(): Uint8Array<ArrayBuffer> {
    return flatten([
      [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
      section(1, vector(this.typeCodes)),
      section(2, vector(this.imports)),
      section(3, vector(this.functions.map(({ type }) => unsigned(type)))),
      section(7, vector(this.exports)),
      section(10, vector(this.functions.map(({ code }) => code))),
    ]);
  }

  private define(
    key: string,
    parameters: ParameterTypes,
    result: ValueType | null,
    build: (f: FunctionBuilder, given: readonly Expression<ValueType>[]) => Code,
  ): number {
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const builder = new FunctionBuilder(this, parameters);
    // Helpers that the body asks for are defined first, so a function never calls itself.
    const code = builder.encode(build(builder, builder.parameters()));
    const index = this.hostFunctions.length + this.functions.length;
    this.functions.push({ type: this.typeIndex(parameters, result), code });
    this.known.set(key, index);
    return index;
  }

  private typeIndex(parameters: ParameterTypes, result: ValueType | null): number {
    const key = `${parameters.join()} -> ${result}`;
    const known = this.types.get(key);
    if (known !== undefined) return known;
    const results = result === null ? [] : [[valueTypeCodes[result]]];
    const index = this.typeCodes.length;
    this.typeCodes.push([0x60, vector(parameters.map((type) => [valueTypeCodes[type]])), vector(results)]);
    this.types.set(key, index);
    return index;
  }
}

function callCode(index: number, types: ParameterTypes, given: readonly Operands[ValueType][]): Code {
  return [types.map((type, position) => codeOf(type, given[position]!)), 0x10, unsigned(index)];
}
