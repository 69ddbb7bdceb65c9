import { groupBy } from "../../chat/group-by.js";
import { failingText } from "../cell-counts.js";
import { counted } from "../counted.js";
import { code, plain, prose, sourceLink, table } from "../markdown-text.js";
import { percentText } from "../percent.js";
import { runsHint } from "../runs-hint.js";
import type { Sheet } from "../sheet/sheet.js";
import { measuredOf, sumOf } from "./measured.js";
import { type CellTest, cellTests, countStatuses, entryMessages } from "./outcomes.js";
import { sizeBytes } from "./shown-text.js";
import { nightSection, reasonSection, runSection, type Section, short } from "./summary-rows.js";

/**
 * The summary of a job as GitHub shows it. GitHub drops a summary of more than 1,024 KiB whole (actions/runner
 * `src/Runner.Worker/FileCommandManager.cs`, 2026-11-29), so that the tables are filled in the order of their weight while there is room; what
 * does not fit is counted.
 */
export function jobSummary(sheet: Sheet): string {
  const tests = cellTests(sheet);
  const groups = groupsOf(sheet);
  const sections = groups.map(({ title, holds, section }) => section(title, tests.filter(holds)));
  const head = [
    `### ${titleOf(sheet, tests)}`,
    "",
    ...(sheet.notice === null ? [] : [`> ${short(sheet.notice)}`, ""]),
    ...(sheet.stopped === null ? [] : [`> **Stopped:** ${short(sheet.stopped)}`, ""]),
    table(["", ""], factRows(sheet, tests)),
    "",
    ...bounded(sheet.night?.columns ?? []).map((line) => `- ${short(line)}`),
  ];
  const foot = [
    ...bounded(entryMessages(sheet)).map((line) => `- ${short(line)}`),
    ...remarkLines(sheet),
    ...restLines(tests.filter((test) => !groups.some(({ holds }) => holds(test)))),
    ...nextLines(
      groups.flatMap(({ holds }) => tests.filter(holds)),
      sheet,
    ),
  ];
  const room = mostBytes - sizeBytes([...head, ...foot].join("\n"));
  return `${[...head, ...filled(sections, room), ...foot].join("\n")}\n`;
}

const mostBytes = 880_000;

type Group = {
  readonly title: string;
  readonly holds: (test: CellTest) => boolean;
  readonly section: (title: string, tests: readonly CellTest[]) => Section;
};

/** The tables, in the order of their weight. Of a night, what known.yaml lists is counted only: it is no news. */
function groupsOf({ night }: Sheet): readonly Group[] {
  const [section, unmeasured] = night === null ? [runSection, reasonSection] : [nightSection, nightSection];
  const isFailing = ({ outcome }: CellTest) => outcome.status === "failed" && outcome.why !== "regressed";
  return [
    { title: "Regressed", holds: ({ outcome }) => outcome.why === "regressed", section },
    { title: "Failing", holds: isFailing, section },
    ...(night === null ? [{ title: "Failing, listed in known.yaml", holds: isKnown, section }] : []),
    { title: "Not measured", holds: ({ outcome }) => outcome.status === "error", section: unmeasured },
    {
      title: "Suspicious (an alarm if it happens again within the next two nights)",
      holds: stateIs("suspicious"),
      section,
    },
  ];
}

function isKnown({ outcome }: CellTest): boolean {
  return outcome.why === "known";
}

function stateIs(state: string): (test: CellTest) => boolean {
  return ({ cell, outcome }) => cell.night?.state === state && outcome.status === "passed";
}

/** The sections with as many rows as there is room for. */
function filled(sections: readonly Section[], room: number): readonly string[] {
  const own = sections.filter(({ rows }) => rows.length > 0);
  let left = room - own.length * 500;
  return own.flatMap(({ title, head, rows }) => {
    const shown: (readonly string[])[] = [];
    const all = rows.reduce((sum, { cells }) => sum + cells, 0);
    let more = all;
    for (const { cells, row } of rows) {
      left -= sizeBytes(table(head, [row]).split("\n").at(-1) ?? "") + 1;
      if (left < 0) break;
      shown.push(row);
      more -= cells;
    }
    return [
      `#### ${title}: ${all}`,
      "",
      ...(shown.length === 0 ? [] : [table(head, shown), ""]),
      ...(more === 0 ? [] : [`and ${more} more, in the reports`, ""]),
    ];
  });
}

/** At most thirty lines. */
function bounded(lines: readonly string[]): readonly string[] {
  const shown = lines.slice(0, 30);
  return lines.length <= 30 ? shown : [...shown, `and ${lines.length - 30} more`];
}

function titleOf({ night, name, kind }: Sheet, tests: readonly CellTest[]): string {
  const { failed, error } = countStatuses(tests);
  // What known.yaml lists fails too.
  const known = tests.filter(isKnown).length;
  const rest = `${error} not measured, of ${counted(tests.length, "cell")}`;
  if (night === null)
    return `${kind === "recordings" ? "Recordings" : `Suite ${short(name)}`}: ${failingText(failed + known, known)}, ${rest}`;
  if (night.compared === 0) return `Night of ${short(night.id)}: no baseline yet, nothing is compared; ${rest}`;
  const regressed = tests.filter(({ outcome }) => outcome.why === "regressed").length;
  return `Night of ${short(night.id)}: ${regressed} regressed, ${rest}`;
}

function factRows({ night, made, origin }: Sheet, tests: readonly CellTest[]): readonly (readonly string[])[] {
  const measured = tests.filter(({ cell }) => cell.trials.eligible > 0);
  const trials = measured.reduce((sum, { cell }) => sum + cell.trials.eligible, 0);
  const usd = sumOf(tests.flatMap(({ cell }) => measuredOf(cell).usd));
  const cost =
    usd === null
      ? ""
      : `, $${usd.toFixed(2)} ${origin === "simulated" ? "simulated, nothing was spent" : "as reported"}`;
  return [
    ["**measured**", `${measured.length} of ${counted(tests.length, "cell")}, ${counted(trials, "trial")}${cost}`],
    ...(night === null ? [] : [["**gate**", gateText(night)]]),
    ...(made.run === null ? [] : [["**run**", code(made.run)]]),
    ["**made by**", code(made.command, 1000)],
  ];
}

function gateText({ alarm, notMeasured, exitCode, compared, falseNights }: NonNullable<Sheet["night"]>): string {
  const says = alarm ? "alarm" : notMeasured ? "not all was measured" : "no alarm";
  return `${says} (exit ${exitCode}); ${counted(compared, "cell")} compared; a false alarm in ${percentText(falseNights)} of nights`;
}

/** What a reader must know beside a cell, also beside one that is as expected. */
function remarkLines({ cells, night }: Sheet): readonly string[] {
  if (night !== null) return [];
  const lines = cells.flatMap(({ id, remarks = [] }) =>
    remarks.map(({ text, source, date }) => `- ${code(id)}: ${prose(text)} (${sourceLink(source)}, ${date})`),
  );
  return lines.length === 0 ? [] : ["#### To know", "", ...bounded(lines), ""];
}

/** The cells that no table has, by what they are. */
function restLines(quiet: readonly CellTest[]): readonly string[] {
  const words = quiet.map(({ cell, outcome }) =>
    cell.night !== null && cell.night.state !== "unchanged" && outcome.why !== "known" ? cell.night.state : outcome.why,
  );
  const counts = [...groupBy(words, wordsOf)].map(([word, those]) => `${word}: ${those.length}`);
  return counts.length === 0 ? [] : [counts.join(" · "), ""];
}

function wordsOf(word: string): string {
  const words: { readonly [word: string]: string } = {
    ok: "as expected",
    pass: "as expected",
    known: "failing as known.yaml expects",
    "not-run": "not run",
  };
  return words[word] ?? word;
}

function nextLines([first]: readonly CellTest[], { kind }: Sheet): readonly string[] {
  if (first === undefined || kind === "recordings") return [];
  const { explain = null, next = null, nextPrice = null, nextByHand } = first.cell;
  const hint = runsHint([explain]);
  return [
    ...(explain === null ? [] : [`Next: ${code(explain, 1000)}`]),
    ...(next === null
      ? []
      : [
          "",
          `To find out whose fault it is${nextPrice === null ? "" : ` (${plain(nextPrice)})`}: ${code(next, 1000)}${nextByHand === undefined ? "" : ` ${plain(nextByHand)}`}`,
        ]),
    ...(hint === null ? [] : ["", hint]),
  ];
}
