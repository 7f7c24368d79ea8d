import type { Code } from "./encoding.ts";
import { flatten, unsigned, vector } from "./encoding.ts";
import {
  codeOf,
  type Expression,
  type I32,
  type Operands,
  type Statement,
  type ValueType,
  valueTypeCodes,
} from "./expression.ts";
import { i32, i32x4 } from "./instructions.ts";
import type { ModuleBuilder } from "./module-builder.ts";

/** A parameter or variable of a function; used as an expression it is its value. */
export interface Local<T extends ValueType> extends Expression<T> {
  readonly index: number;
}

export type ParameterTypes = readonly ValueType[];

/** The locals of parameters of these types. */
export type Parameters<P extends ParameterTypes> = { readonly [I in keyof P]: Local<P[I]> };

/** Builds the body of one function, statement by statement. */
export class FunctionBuilder {
  private readonly locals: ValueType[] = [];
  private body: Code[] = [];
  /** Runs before the body. */
  private readonly prologue: Code[] = [];
  private readonly constants = new Map<string, Local<"v128">>();
  /** Vectors made in the body of the loop that is being built. */
  private passing: Local<"v128">[] = [];
  /** Whether statements are taken apart, so that each has one instruction on vectors. */
  private isApart = false;

  constructor(
    /** For helpers that the function calls. */
    readonly module: ModuleBuilder,
    private readonly parameterTypes: ParameterTypes,
  ) {}

  /** The parameters, in order. */
  parameters(): readonly Local<ValueType>[] {
    return this.parameterTypes.map((type, index) => local(type, index));
  }

  /** A new variable; it starts as 0, or as `value`, which is set where this is called. */
  local<T extends ValueType>(type: T, value?: Operands[T]): Local<T> {
    const made = local(type, this.parameterTypes.length + this.locals.length);
    this.locals.push(type);
    if (value !== undefined) this.set(made, value);
    if (isVector(made)) this.passing.push(made);
    return made;
  }

  /**
   * A vector of constants, made once where the function begins; equal ones are one. V8 would make a `v128.const`
   * anew in each round of a loop, three instructions each.
   */
  constant(value: Expression<"v128">): Local<"v128"> {
    const key = flatten(value.code).join();
    const known = this.constants.get(key);
    if (known !== undefined) return known;
    const made = this.local("v128");
    this.passing.pop();
    this.prologue.push([value.code, 0x21, unsigned(made.index)]);
    this.constants.set(key, made);
    return made;
  }

  set<T extends ValueType>(variable: Local<T>, value: Operands[T]): void {
    const code = typeof value === "number" ? codeOf(variable.type, value) : this.simple(value);
    this.body.push([code, 0x21, unsigned(variable.index)]);
  }

  do(...statements: readonly Statement[]): void {
    for (const statement of statements) this.body.push(this.simple(statement));
  }

  /**
   * What the bodies emit, side by side: instruction by instruction they take turns, a block such as `if` being one.
   * They are chains of instructions that wait for each other, and where one chain comes behind the other a processor
   * has too few at hand that it can begin (decision 14). None may set what another reads or sets, nor load where
   * another stores.
   */
  beside(bodies: readonly (() => void)[]): void {
    const lines = bodies.map((body) => this.captureApart(body));
    const longest = Math.max(...lines.map(({ length }) => length));
    for (let step = 0; step < longest; step++)
      for (const line of lines) if (step < line.length) this.body.push(line[step]!);
  }

  /** Adds to a variable. */
  increase(variable: Local<"i32">, by: I32): void {
    this.set(variable, i32.add(variable, by));
  }

  /** Runs `body` with `index` from `from` in steps of `step` while it is below `below` (both as signed numbers). */
  for(index: Local<"i32">, from: I32, below: I32, step: I32, body: () => void): void {
    this.set(index, from);
    this.while(
      () => i32.ltS(index, below),
      () => {
        body();
        this.increase(index, step);
      },
    );
  }

  /** The condition is tested before the first round and after each: one branch a round. */
  while(condition: () => Expression<"i32">, body: () => void): void {
    this.if(condition(), () => this.doWhile(condition, body));
  }

  /** Runs `body` once at least. Vectors that it makes are its own. */
  doWhile(condition: () => Expression<"i32">, body: () => void): void {
    const inside = this.capture(() => {
      const outer = this.passing;
      this.passing = [];
      body();
      if (this.module.target.wideVectors) this.forget(this.passing);
      this.passing = outer;
    });
    this.body.push([0x03, 0x40, inside, condition().code, 0x0d, 0x00, 0x0b]);
  }

  if(condition: I32, then: () => void, otherwise?: () => void): void {
    const whenTrue = this.capture(then);
    const whenFalse = otherwise === undefined ? [] : [0x05, this.capture(otherwise)];
    this.body.push([codeOf("i32", condition), 0x04, 0x40, whenTrue, whenFalse, 0x0b]);
  }

  /**
   * Says that variables are not read again. V8 joins two vectors unless the parts are wanted elsewhere, and where it
   * decides that, it takes a variable that a loop sets to be wanted in the next round.
   */
  private forget(variables: readonly Local<"v128">[]): void {
    if (variables.length === 0) return;
    const zero = this.constant(i32x4.const(0));
    for (const variable of variables) this.set(variable, zero);
  }

  /** The statements that `build` makes, kept out of the body. */
  private capture(build: () => void): readonly Code[] {
    const outer = this.body;
    this.body = [];
    build();
    const inside = this.body;
    this.body = outer;
    return inside;
  }

  private captureApart(build: () => void): readonly Code[] {
    const outer = this.isApart;
    this.isApart = true;
    const inside = this.capture(build);
    this.isApart = outer;
    return inside;
  }

  /** The code; where statements are taken apart, operands that are instructions themselves become variables before it. */
  private simple({ code, instruction }: Expression<ValueType> | Statement): Code {
    if (!this.isApart || instruction === undefined) return code;
    const operands = instruction.operands.map((operand) => {
      const isInstruction = operand.type === "v128" && operand.instruction !== undefined;
      return (isInstruction ? this.local("v128", operand as Expression<"v128">) : operand).code;
    });
    return [...operands, instruction.own];
  }

  /** The function's entry in the code section, with what it leaves on the stack. */
  encode(result: Code): Code {
    const declarations = this.locals.map((type): Code => [1, valueTypeCodes[type]]);
    const bytes = flatten([vector(declarations), this.prologue, this.body, result, 0x0b]);
    return [unsigned(bytes.length), bytes];
  }
}

function isVector(given: Local<ValueType>): given is Local<"v128"> {
  return given.type === "v128";
}

function local<T extends ValueType>(type: T, index: number): Local<T> {
  return { type, index, code: [0x20, unsigned(index)] };
}
