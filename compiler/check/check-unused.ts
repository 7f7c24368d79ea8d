import type { FileScope } from "./bind-names.ts";
import { readData } from "./data/read-data.ts";
import { noData } from "./network/data-fields.ts";
import { elaborateNetwork } from "./network/elaborate-network.ts";
import { PolicyReader } from "./policy/read-policy.ts";
import { fileScope } from "./scope.ts";
import type { Session } from "./session.ts";

/**
 * Checks what the chosen train block does not use, as far as it can be known alone: networks whose parameters
 * all have defaults, data, and what the clauses of policies say.
 */
export function checkUnused(root: FileScope, used: ReadonlySet<unknown>, session: Session): void {
  for (const bound of root.names.values()) {
    const { declaration, scope } = bound;
    if (scope !== root || used.has(declaration)) continue;
    if (declaration.kind === "block" || declaration.kind === "param") continue;
    if (declaration.kind === "data") {
      readData({ ...declaration, name: declaration.name.text }, fileScope(scope), session);
      continue;
    }
    if (declaration.parameters.some(({ value }) => value === undefined)) continue;
    if (declaration.kind === "policy") new PolicyReader(session).readAlone(bound, declaration);
    else {
      const use = { span: declaration.name.span, scope: fileScope(root) };
      elaborateNetwork({ declaration, scope }, [], use, noData, session);
    }
  }
}
