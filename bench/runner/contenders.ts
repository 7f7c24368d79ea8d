import { implementation, type SubjectName, subjects } from "../subjects/catalogue.ts";
import type { Workload } from "../workloads/workload.ts";
import type { Contender } from "./make-row.ts";

/** Everyone who has an implementation, once for each number of threads that it can use. */
export function contendersOf(
  workload: Workload,
  names: readonly SubjectName[],
  threads: readonly number[],
): readonly Contender[] {
  return names
    .filter((name) => implementation(name, workload.task) !== null)
    .flatMap((subject) =>
      threads
        .filter((count) => count === 1 || (subjects[subject].threaded && workload.task !== "compile"))
        .map((count) => ({ workload, subject, threads: count })),
    );
}
