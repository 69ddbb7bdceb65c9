import type { Statement, StatementCell } from "../../verdict/statements/statement-schema.js";
import { counted } from "../counted.js";
import { code, cut, plain, table } from "../markdown-text.js";

const results: { readonly [result in Statement["result"]]: string } = {
  conforms: "conforms",
  "does-not-conform": "does not conform",
  "not-shown": "is not shown to conform",
};

/** A statement as a page. The same statement gives the same bytes. */
export function statementMarkdown(statement: Statement): string {
  const { profile, targets, demo, result, window, expires, edition, program, runs, cells } = statement;
  const names = targets.map(({ id }) => code(id)).join(", ");
  const skipped = cells.filter((cell) => cell.result === "skipped");
  return `${[
    `# ${plain(profile.title)}: ${results[result]}`,
    "",
    ...(demo === true ? ["> DEMO: a simulator was asked. Nothing here is about a vendor.", ""] : []),
    `${names === "" ? "No target" : names} from ${window.from} to ${window.to}, by the profile ${code(profile.id)}: ${plain(profile.says)}.`,
    plain(statement.says),
    "",
    `Edition ${edition.id}${edition.draft === true ? " (draft)" : ""} of the conformance suite, judged by llm-parity ${plain(program)}. Says nothing from ${expires} on.`,
    "",
    "## Cells",
    "",
    table(["target", "scenario", "result", "bad", "failure rate", "what failed", "beside"], cells.map(rowOf)),
    "",
    skipped.length === 0 ? "No cell is skipped." : `Skipped: ${skipped.map(nameOf).join(", ")}.`,
    "",
    ...knownLines(statement),
    "",
    "## Runs",
    "",
    `${counted(runs.count, "run")} of this edition in the window, all of them. ${othersText(runs.others)}`,
    ...(runs.count === 0 ? [] : ["", table(["run", "trials", "damaged", "link"], runs.list.map(runRow))]),
    "",
    `Last link of their chain: ${code(runs.head)}.`,
    "",
    `SHA-256 of the statement: ${code(statement.sha256)}. It is checked again with ${code("llm-parity attest verify FILE --store RUNS")}.`,
  ].join("\n")}\n`;
}

function rowOf(cell: StatementCell): readonly string[] {
  const { target, client, scenario, result, why, trials, interval } = cell;
  return [
    plain(cut(target, 120)) + (client === "http" ? " (http)" : ""),
    plain(scenario),
    why === null ? result : `${result}: ${plain(cut(why, 200))}`,
    `${trials.bad}/${trials.eligible}`,
    interval === null ? "" : `${percent(interval[0])} to ${percent(interval[1])}`,
    findingsText(cell.findings),
    findingsText(cell.beside),
  ];
}

function nameOf({ target, scenario, why }: StatementCell): string {
  return `${code(`${target}/${scenario}`)} (${plain(cut(why ?? "", 200))})`;
}

function findingsText(findings: StatementCell["findings"]): string {
  return findings.map(({ id, cause, n }) => `${plain(cause === null ? id : `${id} (${cause})`)} ×${n}`).join(", ");
}

function percent(rate: number): string {
  return `${(100 * rate).toFixed(1)} %`;
}

function knownLines({ known }: Statement): readonly string[] {
  if (known.length === 0) return ["No bug of its cells is listed as known."];
  return [
    "Known, as reported:",
    "",
    ...known.map(
      ({ target, scenario, finding, bug, since }) =>
        `- ${code(`${target}/${scenario}`)}: ${plain(finding ?? "any finding")} since ${since}, ${plain(cut(bug, 300))}`,
    ),
  ];
}

function othersText({ simulated, otherEdition, notRecorded }: Statement["runs"]["others"]): string {
  const others = [
    ...(otherEdition === 0 ? [] : [`${otherEdition} of another edition`]),
    ...(notRecorded === 0 ? [] : [`${notRecorded} that record no edition`]),
    ...(simulated === 0 ? [] : [`${simulated} asked of others than these: services or a simulator`]),
  ];
  return others.length === 0 ? "No other run lies in the window." : `Not counted: ${others.join(", ")}.`;
}

function runRow({ id, trials, damaged, link }: Statement["runs"]["list"][number]): readonly string[] {
  return [code(id), `${trials.made} of ${trials.planned}`, String(damaged), code(link.slice(0, 16))];
}
