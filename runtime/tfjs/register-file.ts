import type { TensorInfo } from "@tensorflow/tfjs-core";
import type { Plan, PlanStep, Register } from "../../compiler/plan/plan.ts";
import { sizeOf } from "../../compiler/program/nd-array.ts";
import type { HostTensor } from "../kernels/host-kernel.ts";
import type { StepFeed } from "../step-feed.ts";
import { arrayTypes, type TypedArray } from "../typed-array.ts";
import { runHostCall } from "./run-host-call.ts";
import type { TensorBackend } from "./tensor-backend.ts";
import type { TensorStore } from "./tensor-store.ts";

/** The registers of a plan on a backend: binds what goes in, runs steps, frees what is done with. */
export class RegisterFile {
  private readonly tensors: (TensorInfo | undefined)[] = [];
  /** Registers whose tensors belong to the store or to the plan, not to one run. */
  private readonly lasting = new Set<Register>();
  private readonly backend: TensorBackend;

  constructor(
    private readonly plan: Plan,
    private readonly store: TensorStore,
  ) {
    this.backend = store.backend;
    for (const { register, value } of plan.constants) {
      const type = plan.registers[register]!;
      this.lasting.add(register);
      this.tensors[register] = this.backend.upload(
        new arrayTypes[type.dtype](sizeOf(type.shape)).fill(value),
        type,
      );
    }
    for (const { kind, register } of plan.inputs) if (isState(kind)) this.lasting.add(register);
    for (const { call, inputs, outputs } of plan.steps)
      if (call.via === "host")
        call.overwrites.forEach((position, o) => {
          const isLasting = position !== null && this.lasting.has(inputs[position]!);
          if (isLasting) this.lasting.add(outputs[o]!);
        });
  }

  bind({ batch, scalars, keys }: StepFeed): void {
    for (const input of this.plan.inputs) {
      const { kind, name, register } = input;
      const type = this.plan.registers[register]!;
      if (isState(kind)) this.tensors[register] = this.store.tensor(name);
      else {
        const values =
          kind === "scalar"
            ? Float32Array.of(given(scalars, kind, name))
            : kind === "key"
              ? Int32Array.from(given(keys, kind, name))
              : given(batch, kind, name);
        if (values.length !== sizeOf(type.shape))
          throw new RangeError(`${name} [${type.shape.join(", ")}] was given ${values.length} values`);
        this.tensors[register] = this.backend.upload(values, type);
      }
    }
  }

  run({ call, inputs, outputs, release }: PlanStep): void {
    switch (call.via) {
      case "alias":
        this.tensors[outputs[0]!] = this.backend.share(
          this.tensor(inputs[0]!),
          this.plan.registers[outputs[0]!]!,
        );
        break;
      case "tfjs": {
        const named = Object.fromEntries(call.inputNames.map((name, i) => [name, this.tensor(inputs[i]!)]));
        this.tensors[outputs[0]!] = this.backend.call(call.kernel, named, call.attributes);
        break;
      }
      case "host": {
        const given = inputs.map((input) => this.tensor(input));
        // Registered before the kernel runs, so that they are freed should it throw.
        const results = outputs.map((output, o) => this.place(output, inputs, call.overwrites[o]!));
        runHostCall(call, given.map(this.hostTensor), results.map(this.hostTensor));
        for (const [o, result] of results.entries())
          if (call.overwrites[o] !== null) this.backend.overwritten(result);
      }
    }
    for (const register of release) this.free(register);
  }

  tensor(register: Register): TensorInfo {
    return this.tensors[register]!;
  }

  /** The cells in place; valid until a tensor is made. */
  view(register: Register): TypedArray {
    return this.backend.view(this.tensor(register));
  }

  /** Gives a tensor away: freeing all will pass it over. */
  give(register: Register): TensorInfo {
    const tensor = this.tensor(register);
    this.tensors[register] = undefined;
    return tensor;
  }

  /** Frees all that belongs to the run. */
  clear(): void {
    for (const register of this.plan.registers.keys()) if (!this.lasting.has(register)) this.free(register);
  }

  dispose(): void {
    this.clear();
    for (const { register } of this.plan.constants) this.free(register);
  }

  /** The tensor for an output: a new one, or that of the input at `position`, which is then gone. */
  private place(output: Register, inputs: readonly Register[], position: number | null): TensorInfo {
    const type = this.plan.registers[output]!;
    const tensor =
      position === null
        ? this.backend.allocate(type)
        : { ...this.give(inputs[position]!), shape: [...type.shape] };
    this.tensors[output] = tensor;
    return tensor;
  }

  private free(register: Register): void {
    const tensor = this.tensors[register];
    if (tensor === undefined) return;
    this.tensors[register] = undefined;
    this.backend.dispose(tensor);
  }

  private readonly hostTensor = (tensor: TensorInfo): HostTensor => ({
    shape: tensor.shape,
    data: this.backend.view(tensor),
  });
}

function isState(kind: Plan["inputs"][number]["kind"]): kind is "parameter" | "state" | "slot" {
  return kind === "parameter" || kind === "state" || kind === "slot";
}

function given<T>(values: ReadonlyMap<string, T>, kind: string, name: string): T {
  const value = values.get(name);
  if (value === undefined) throw new RangeError(`the step was given no ${kind} ${name}`);
  return value;
}
