import type { Network } from "../../ir/model.ts";
import type { ElaboratedNetwork } from "../network/elaborate-network.ts";
import type { ElementIndex } from "../policy/element-index.ts";
import type { ResolvedPolicies } from "../policy/resolve-policies.ts";

/** The network of the model: what reaches an output, with the policy that reached each parameter. */
export function assembleNetwork(
  { declaration, draft }: ElaboratedNetwork,
  { nodes, parameters, outputs }: ElementIndex,
  policies: ResolvedPolicies,
): Network {
  const { session } = draft;
  return {
    name: declaration.name.text,
    ...(declaration.doc === undefined ? {} : { doc: declaration.doc }),
    inputs: draft.inputs.map(({ value: { id, shape, dtype, span }, field }) => ({
      id,
      field,
      shape,
      dtype,
      origin: session.origin({ span }),
    })),
    parameters: parameters.map(({ parameter }) => {
      const { origin, ...rest } = parameter;
      const { policy, removed } = policies.parameters.get(parameter.id) ?? { policy: [], removed: [] };
      return { ...rest, policy, ...(removed.length > 0 && { removed }), ...(origin && { origin }) };
    }),
    nodes: nodes.map(({ node }) => node),
    outputs: [...outputs].map(([name, { id }]) => ({ name, value: id })),
  };
}
