import type { Label } from "../../../grammar/diagnostic.ts";
import type { MetricDefinition } from "../../definitions/metric.ts";
import { metrics } from "../../definitions/metrics/index.ts";
import { checkedOptions } from "../../definitions/option-spec.ts";
import type { Loss, Run } from "../../ir/model.ts";
import type { DataFields } from "../network/data-fields.ts";
import type { ElaboratedNetwork } from "../network/elaborate-network.ts";
import { formatType } from "../network/format-type.ts";
import type { Session } from "../session.ts";
import type { TrainClauses } from "./read-clauses.ts";
import type { WrittenLoss } from "./read-loss.ts";

const metricDefinitions: Readonly<Record<string, MetricDefinition>> = metrics;

export interface TargetWork {
  readonly written: WrittenLoss;
  readonly loss: Loss;
  readonly run: Run;
  readonly fields: DataFields;
  readonly elaborated: ElaboratedNetwork;
  readonly clauses: TrainClauses;
}

/** Whether output and target go together, for the loss and for every metric. Both places are shown. */
export function checkTargets(work: TargetWork, session: Session): void {
  const { written, loss, run, fields, elaborated, clauses } = work;
  const prediction = elaborated.outputs.get(loss.prediction)?.value;
  const target = fields.types?.get(loss.target);
  if (prediction === undefined || target === undefined) return;
  const labels: Label[] = [
    { span: prediction.span, text: `\`${loss.prediction}\` is \`${formatType(prediction)}\`` },
  ];
  const problem = written.definition.check(prediction, target, checkedOptions(loss.options));
  if (problem !== null) {
    session.faults.report("target-mismatch", { loss: loss.name, ...problem }, written.clause.span, labels);
    return;
  }
  const { target: kind } = written.definition;
  for (const [i, metric] of run.metrics.entries()) {
    const refused = metricDefinitions[metric.name]!.check(prediction, kind, checkedOptions(metric.options));
    const place = clauses.metrics[0]?.arguments[i]?.span ?? null;
    if (refused !== null)
      session.faults.report("target-mismatch", { loss: metric.name, ...refused }, place, labels);
  }
}
