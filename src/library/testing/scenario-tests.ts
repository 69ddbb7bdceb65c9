import type { CellResult, MatrixResults } from "../../verdict/matrix/results-schema.js";

/** What a test says of a cell. `skip`: why there is nothing to fail on. */
export type CellOutcome =
  | { readonly kind: "pass" }
  | { readonly kind: "skip"; readonly why: string }
  | { readonly kind: "fail"; readonly message: string };

/** Where the bytes of a cell are, as a path to be shown, and the command that explains them. */
export type CellBytes = { readonly place: string; readonly explain: string };

/**
 * What a cell is as a test. Red cells that known.yaml expects, and those that were not asked or cannot be, are skipped with the reason; a cell
 * that was refused fails, since nothing is known of it.
 */
export function cellOutcome(cell: CellResult | null, results: MatrixResults, bytes: CellBytes): CellOutcome {
  if (cell === null) return { kind: "skip", why: "it is not part of the run" };
  const { observed, reason, reasonText } = cell;
  if (observed === "ok") return { kind: "pass" };
  if (observed === "not-run" || observed === "unsupported")
    return { kind: "skip", why: reasonText ?? reason ?? observed };
  if (results.known.expected.includes(`${cell.scenario} on ${cell.target} (${cell.client})`))
    return { kind: "skip", why: "known.yaml expects it to fail" };
  return { kind: "fail", message: failureText(cell, bytes) };
}

/** The name of a cell, as commands take it. */
function nameOf({ target, scenario, client }: CellResult): string {
  return `${target}/${scenario}${client === "sdk" ? "" : ` (${client})`}`;
}

function failureText(cell: CellResult, { place, explain }: CellBytes): string {
  const { trials, findings, reason, reasonText } = cell;
  const bad = findings.filter(({ severity }) => severity === "bad");
  const head =
    trials.eligible === 0
      ? `${nameOf(cell)}: ${reason ?? cell.observed}: ${reasonText ?? "nothing was measured"}`
      : `${nameOf(cell)}: ${trials.bad} of ${trials.eligible} trials bad`;
  return [
    head,
    ...bad.map(
      ({ id, cause, n, step, seen }) =>
        `  ${id}${cause === null ? "" : ` (${cause})`}, ${n} trial${n === 1 ? "" : "s"}${step === null ? "" : `, step ${step}`}: ${seen}`,
    ),
    `  bytes: ${place}`,
    `  explain: ${explain}`,
  ].join("\n");
}
