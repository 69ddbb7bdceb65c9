import { block, code, plain, table } from "../markdown-text.js";
import { type CaseMarker, writeMarker } from "./case-marker.js";

/** What is said of a case tonight, besides what its issue remembers. */
export type CaseFacts = {
  readonly kind: "cell" | "column";
  readonly subject: string;
  /** Of a cell: bad and eligible trials of the baseline; null: not known. */
  readonly baseline: { readonly bad: number; readonly eligible: number } | null;
  /** The nights in which it may have begun, oldest first; null: not known. */
  readonly firstNights: readonly string[] | null;
  readonly lastGood: string | null;
  /** Ids of findings with their counts, the most frequent first. */
  readonly findings: readonly { readonly id: string; readonly n: number }[];
  /** True where we sent the same as in the last good night. */
  readonly sameRequest: boolean;
  /** Of a column: cells that are likely part of it. */
  readonly likely: readonly string[];
  /** Where the run is shown. */
  readonly link: string | null;
};

/** So many measured good nights close a case. */
export const goodNightsToClose = 3;
/** So many nights are listed. */
export const listedNights = 14;
const listedCells = 20;

/** The title of an issue. A name with an `@` mentions no one. */
export function caseTitle({ kind, subject }: Pick<CaseFacts, "kind" | "subject">): string {
  const what = kind === "column" ? "Column regressed" : "Regressed";
  const name = subject.replace(/[\s\p{Cc}\p{Cf}]+/gu, " ").replaceAll("@", "@\u200b");
  return `${what}: ${name.length <= 200 ? name : `${name.slice(0, 199)}…`}`;
}

/** The body of an issue: its marker, then what a reader needs. Foreign text stands in code spans and fences alone. */
export function caseBody(marker: CaseMarker, facts: CaseFacts): string {
  const sections = [
    writeMarker(marker),
    openingOf(facts),
    beginningOf(facts),
    findingsOf(facts),
    likelyOf(facts),
    nightsOf(marker),
    goodOf(marker),
    commandsOf(facts),
    closing,
  ];
  return sections.filter((section) => section !== "").join("\n\n");
}

function openingOf({ kind, subject, baseline }: CaseFacts): string {
  if (kind === "column") return `Many cells of the column ${code(subject)} are worse than in the baseline.`;
  const before = baseline === null ? "" : ` There, ${baseline.bad} of ${baseline.eligible} trials were bad.`;
  return `The cell ${code(subject)} is worse than in the baseline.${before}`;
}

function beginningOf({ firstNights, lastGood }: CaseFacts): string {
  const [first] = firstNights ?? [];
  const last = firstNights?.at(-1);
  if (first === undefined || last === undefined) return "";
  const when =
    first === last ? `It began in the night ${first}.` : `It began between the nights ${first} and ${last} (90 %).`;
  return lastGood === null ? when : `${when} The last good night was ${lastGood}.`;
}

function findingsOf({ findings, sameRequest }: CaseFacts): string {
  const seen = `Seen tonight: ${findings.map(({ id, n }) => `${code(id)} (${n})`).join(", ")}.`;
  const ours = "The request is the one of the last good night, so the change is not ours.";
  return [...(findings.length === 0 ? [] : [seen]), ...(sameRequest ? [ours] : [])].join(" ");
}

function likelyOf({ likely }: CaseFacts): string {
  if (likely.length === 0) return "";
  const shown = likely.slice(0, listedCells);
  const rest = likely.length - shown.length;
  return [
    "Cells that are likely part of it:",
    "",
    ...shown.map((cell) => `- ${code(cell)}`),
    ...(rest === 0 ? [] : [`- and ${rest} more`]),
  ].join("\n");
}

function nightsOf({ nights }: CaseMarker): string {
  if (nights.length === 0) return "";
  const rows = nights.map(({ night, state, bad, eligible }) => [
    plain(night),
    plain(state),
    bad === null || eligible === null ? "–" : `${bad} of ${eligible}`,
  ]);
  return table(["night", "state", "bad trials"], rows);
}

function goodOf({ good, ended }: CaseMarker): string {
  if (good.length === 0) return "";
  const nights = good.map(plain).join(", ");
  return ended
    ? `Good again, in ${good.length} measured nights: ${nights}.`
    : `Good in ${good.length} of ${goodNightsToClose} measured nights that close this issue: ${nights}.`;
}

function commandsOf({ kind, subject, link }: CaseFacts): string {
  const run = link === null ? [] : [`The run: <${link}>`];
  const command = kind === "cell" ? [block(`llm-parity history '${subject.replaceAll("'", "'\\''")}'`)] : [];
  return [...run, ...command].join("\n\n");
}

const closing =
  "llm-parity rewrites this text after each night: write in comments, which it leaves alone. It closes the issue after " +
  `${goodNightsToClose} measured good nights in a row, and never opens it again.`;
