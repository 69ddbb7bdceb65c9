import { groupBy } from "../../../chat/group-by.js";
import { partyWords } from "../../../verdict/attribution/shown-words.js";
import type { FindingTotal, ObservedMatrix } from "../../../verdict/observed/observed-matrix.js";
import type { ObservedCell } from "../../../verdict/observed/tally.js";
import { findingText } from "../../cell-text.js";
import { counted } from "../../counted.js";
import { firstOf, most } from "../../markdown/limits.js";
import { block, code, link, plain, table } from "../../markdown-text.js";
import { cellName, type Names } from "./names.js";

/** What is wrong, how often, where, since when and whose fault; then the command that shows the first one. */
export function summarySection(matrix: ObservedMatrix, shown: ReadonlySet<ObservedCell>, names: Names): string {
  const bad = matrix.findings.filter(({ severity }) => severity === "bad");
  const { shown: first, rest } = firstOf(bad, most.summaryRows);
  const rows = first.map((finding) => findingRow(finding, matrix, { shown, names }));
  const head = ["what is wrong", "where", "whose fault, and since when"];
  return [
    "## Summary",
    "",
    verdictLine(matrix),
    "",
    ...(rows.length === 0 ? [] : [table(head, rows), ""]),
    ...(rest === 0 ? [] : [`And ${counted(rest, "more finding")}, [below](#findings).`, ""]),
    ...seeLines(bad),
  ].join("\n");
}

/** `**142 of 1901 judged exchanges have a bad finding, in 60 of 900 cells.**` */
function verdictLine({ counts, cells }: ObservedMatrix): string {
  const eligible = cells.reduce((sum, { trials }) => sum + trials.eligible, 0);
  const bad = cells.reduce((sum, { trials }) => sum + trials.bad, 0);
  const failing = cells.filter(({ trials }) => trials.bad > 0).length;
  if (eligible === 0) return "**Nothing was judged:** no recording has an answer of a model.";
  const refused = counts.exchanges - eligible;
  return `**${bad} of ${counted(eligible, "judged exchange")} ${bad === 1 ? "has" : "have"} a bad finding, in ${failing} of ${counted(cells.length, "cell")}.**${refused === 0 ? "" : ` ${counted(refused, "exchange")} more: [blocked](#blocked), and no evidence about a model.`} A collection of recordings is not a sample: nothing here is a claim about a rate.`;
}

function findingRow(
  finding: FindingTotal,
  { cells, attributions }: ObservedMatrix,
  { shown, names }: { readonly shown: ReadonlySet<ObservedCell>; readonly names: Names },
): readonly string[] {
  const own = cells.filter(({ findings }) =>
    findings.some(({ id, cause, severity }) => id === finding.id && cause === finding.cause && severity === "bad"),
  );
  const { shown: first, rest } = firstOf(own, 3);
  const where = first.map((cell) => {
    const n = cell.findings.find(({ id, cause }) => id === finding.id && cause === finding.cause)?.n ?? 0;
    const words = `${n} of ${cell.trials.eligible}`;
    return `${shown.has(cell) ? link(cellName(cell), `#${names.anchor(cell)}`) : cellName(cell)}: ${words}`;
  });
  const parties = groupBy(
    own.flatMap((cell) => attributions.get(cell)?.attribution.party ?? []),
    (party) => party,
  );
  const whose = [...parties].map(
    ([party, those]) => `**${partyWords[party]}**${parties.size > 1 ? ` in ${those.length}` : ""}`,
  );
  const what = `${code(findingText({ ...finding, n: 1 }))}<br>${counted(finding.exchanges, "exchange")} in ${counted(finding.cells, "cell")}`;
  const more = rest === 0 ? [] : [`and ${counted(rest, "more cell")}`];
  return [
    what,
    [...where, ...more].join("<br>"),
    [whose.join(", "), datesOf(own)].filter((one) => one !== "").join("<br>"),
  ];
}

/** `recorded 2026-01-01 to 2026-02-10`; empty where no recording has a date. */
function datesOf(cells: readonly ObservedCell[]): string {
  const days = cells.flatMap(({ oldest, newest }) => [oldest, newest]).flatMap((day) => day?.slice(0, 10) ?? []);
  const [first, last] = [days.sort()[0], days.at(-1)];
  if (first === undefined || last === undefined) return "no date in the recordings";
  return plain(first === last ? `recorded ${first}` : `recorded ${first} to ${last}`);
}

function seeLines(bad: readonly FindingTotal[]): readonly string[] {
  const [place] = bad[0]?.places ?? [];
  if (place === undefined || !/^[\w@%+=:,./-]{1,300}$/.test(place.file)) return [];
  return ["See the first one yourself:", "", block(`llm-parity judge ${place.file}`, { language: "sh" }), ""];
}
