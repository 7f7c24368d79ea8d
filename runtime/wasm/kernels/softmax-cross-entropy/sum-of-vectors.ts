import type { Expression } from "../../assembler/expression.ts";
import type { FunctionBuilder, Local } from "../../assembler/function-builder.ts";
import { f64, f64x2, shuffle32 } from "../../assembler/instructions.ts";

/** Adds up vectors of f32 in float64, so that beside a 1 the smallest e^x counts. */
export class SumOfVectors {
  private readonly low;
  private readonly high;

  constructor(private readonly f: FunctionBuilder) {
    this.low = f.local("v128", f64x2.const(0));
    this.high = f.local("v128", f64x2.const(0));
  }

  add(x: Local<"v128">): void {
    const { f, low, high } = this;
    f.set(low, f64x2.add(low, f64x2.promoteLowF32x4(x)));
    f.set(high, f64x2.add(high, f64x2.promoteLowF32x4(shuffle32(x, x, [2, 3, 2, 3]))));
  }

  total(): Expression<"f64"> {
    const sum = this.f.local("v128", f64x2.add(this.low, this.high));
    return f64.add(f64x2.extractLane(sum, 0), f64x2.extractLane(sum, 1));
  }
}
