import type { Expression } from "./assembler/expression.ts";
import type { Local } from "./assembler/function-builder.ts";
import type { ModuleBuilder } from "./assembler/module-builder.ts";
import type { WasmKernel } from "./kernel.ts";

/** How many numbers follow the tensors' addresses: workspace, scratch, table, begin, end. */
const FURTHER = 5;

/**
 * Adds the functions of a kernel to a module and exports them; those of a known key are there already.
 *
 * @param key equal for equal kernels at equal shapes, and only for them
 * @param tensors how many inputs and outputs there are
 * @returns the export that does each phase. Its parameters: the addresses of inputs and outputs (none where the
 *   kernel reads them from its table), workspace, scratch, table, begin, end
 */
export function emitKernel(
  module: ModuleBuilder,
  key: string,
  kernel: WasmKernel,
  tensors: { readonly inputs: number; readonly outputs: number },
): readonly string[] {
  const { inputs, outputs } = kernel.table === undefined ? tensors : { inputs: 0, outputs: 0 };
  const parameters = new Array<"i32">(inputs + outputs + FURTHER).fill("i32");
  return kernel.phases.map(({ build }, phase) => {
    const name = `${key}#${phase}`;
    module.function(name, parameters, (f, ...given) => {
      const locals: readonly (Expression<"i32"> & Local<"i32">)[] = given;
      const [workspace, scratch, table, begin, end] = locals.slice(-FURTHER) as [
        Local<"i32">,
        Local<"i32">,
        Local<"i32">,
        Local<"i32">,
        Local<"i32">,
      ];
      build({
        f,
        inputs: locals.slice(0, inputs),
        outputs: locals.slice(inputs, inputs + outputs),
        workspace,
        scratch,
        table,
        begin,
        end,
      });
    });
    module.export(name);
    return name;
  });
}
