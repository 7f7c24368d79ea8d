import type { Plan } from "../../compiler/plan/plan.ts";
import type { Backend, MemoryUse, Session } from "../backends/backend.ts";
import type { TensorBackend } from "./tensor-backend.ts";
import { TensorExecutor } from "./tensor-executor.ts";
import { TensorStore } from "./tensor-store.ts";

/** A backend that runs plans as calls of tfjs' kernels, and of ours in JavaScript, on tensors of tfjs. */
export function tensorBackend(tensors: TensorBackend): Backend {
  const backend: Backend = {
    name: tensors.name,
    memoryLimit: tensors.memoryLimit,
    threadsFor: () => 1,
    held: () => tensors.numDataIds(),
    open: async () => new TensorSession(backend, tensors),
  };
  return backend;
}

class TensorSession implements Session {
  readonly threads = 1;
  readonly wideVectors = false;
  readonly state: TensorStore;
  private readonly executors: TensorExecutor[] = [];

  constructor(
    readonly backend: Backend,
    tensors: TensorBackend,
  ) {
    this.state = new TensorStore(tensors);
  }

  async load(plan: Plan): Promise<TensorExecutor> {
    this.state.requireLive();
    const executor = new TensorExecutor(plan, this.state);
    this.executors.push(executor);
    return executor;
  }

  /** Tensors come and go as the plan says. */
  memory(): MemoryUse {
    const peak = Math.max(0, ...this.executors.map(({ plan }) => plan.peakBytes));
    return { held: peak, minimum: peak };
  }

  dispose(): void {
    for (const executor of this.executors) executor.dispose();
    this.state.dispose();
  }
}
