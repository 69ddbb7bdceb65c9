import { groupBy } from "../../chat/group-by.js";
import { partyWords } from "../../verdict/attribution/shown-words.js";
import { countedClaim, simulatedMark } from "../../verdict/claim-text.js";
import type { Verdict } from "../../verdict/verdict.js";
import { cellCounts, comparedText, countedVerdicts, knownText } from "../cell-counts.js";
import { counted } from "../counted.js";
import { inconclusiveText } from "../further-text.js";
import { stoppedText } from "../left-out/stopped-text.js";
import { cut, details, plain, prose, sourceLink } from "../markdown-text.js";
import { notAppliedSentences } from "../not-applied.js";
import { originHead } from "../origin.js";
import { briefsOf } from "../whose-fault-text.js";
import { failingTable, seeLines } from "./failing-table.js";
import { firstOf, listed, most } from "./limits.js";
import { madeLines } from "./made.js";
import type { Page } from "./page.js";

/** The title, the kind of evidence, and what fails: where, how often, beside what, since when, whose fault, and how to see it. */
export function summarySection(page: Page): string {
  const { matrix } = page.bundle;
  const head = originHead(matrix);
  return [
    `# Compatibility matrix: ${plain(cut(matrix.suite.title, 200))}`,
    "",
    ...(head.length === 0 ? [] : [...head, ""]),
    ...(matrix.stopped === null ? [] : [`> **STOPPED:** ${stoppedText(matrix.stopped)}.`, ""]),
    ...madeLines(page),
    "",
    "## Summary",
    "",
    verdictLine(page),
    "",
    ...failingTable(page),
    ...seeLines(page),
    ...briefLines(page),
    ...countLines(page),
    ...knownLines(page),
  ].join("\n");
}

/** `**4 of 30 measured cells fail (all known); 2 of 11 comparable rows (a model and a scenario) work in one column and fail in another.**` */
function verdictLine({ failing, bundle: { matrix } }: Page): string {
  const measured = matrix.verdicts.filter(({ trials }) => trials.eligible > 0).length;
  if (measured === 0) return "**Nothing was measured:** no cell has a trial that a model answered.";
  const expected = new Set(matrix.known.expected);
  const known = knownText(failing.length, failing.filter(({ verdict }) => expected.has(verdict)).length);
  const cells = `${failing.length} of ${counted(measured, "measured cell")} ${failing.length === 1 ? "fails" : "fail"}${known}`;
  return `**${cells}; ${comparedText(matrix.tables)}.**${listingText(matrix.known)}`;
}

/** What known.yaml lists does not fail the run; what it does not list does. */
function listingText({ unexpected }: Page["bundle"]["matrix"]["known"]): string {
  const n = unexpected.length;
  return n === 0 ? "" : ` **${n} ${n === 1 ? "is" : "are"} not listed** in \`known.yaml\`.`;
}

function briefLines({ bundle: { matrix } }: Page): readonly string[] {
  return briefsOf(matrix).flatMap(({ title, known, notKnown, source, date }) => [
    `**${plain(title)}.** Known: ${prose(known)} Not known: ${prose(notKnown)} (${sourceLink(source)}, ${date})`,
    "",
  ]);
}

function countLines(page: Page): readonly string[] {
  const { verdicts, known } = page.bundle.matrix;
  const inconclusive = inconclusiveText(verdicts);
  const sentences = [
    `${counted(verdicts.length, "cell")}: ${cellCounts(countedVerdicts(verdicts, known.expected))}.`,
    ...blockedSentence(page),
    claimsText(verdicts),
    ...(inconclusive === null ? [] : [inconclusive]),
    ...(verdicts.some(({ trials }) => trials.eligible === 0) ? ["[Why some were not measured](#not-measured)."] : []),
  ];
  return [sentences.join(" "), ""];
}

/** `Blocked: 4 inference-profile (our own request), 1 connection (undetermined).` */
function blockedSentence({ bundle: { matrix } }: Page): readonly string[] {
  const blocked = matrix.verdicts.filter(({ observed }) => observed === "blocked");
  const groups = groupBy(blocked, (verdict) => {
    const party = matrix.attributions.get(verdict)?.party;
    return `${plain(verdict.reason ?? "unknown")}${party === undefined ? "" : ` (**${partyWords[party]}**)`}`;
  });
  const texts = [...groups].map(([reason, those]) => `${those.length} ${reason}`);
  return texts.length === 0 ? [] : [`Blocked: ${listed(texts)}.`];
}

/** `2 cells carry a claim (simulated).` */
function claimsText(verdicts: readonly Verdict[]): string {
  const claims = verdicts.filter((verdict) => countedClaim(verdict) !== null);
  const [first] = claims;
  if (first === undefined) return "No claims are made.";
  return `${claims.length === 1 ? "1 cell carries" : `${claims.length} cells carry`} a claim${simulatedMark(first)}.`;
}

/** What fails the run, and the entries of known.yaml of which it says nothing. */
function knownLines({ bundle: { matrix, known } }: Page): readonly string[] {
  const { messages, notApplied } = matrix.known;
  const unused = notAppliedSentences(notApplied, known.length).map((sentence) => `${plain(sentence)}.`);
  const { shown, rest } = firstOf(messages, most.rows);
  const failing = shown.map((message) => `- ${plain(cut(message, 600))}`);
  const more = rest === 0 ? [] : [`- and ${counted(rest, "more message")}`];
  const lines = [...failing, ...more];
  return [
    ...(failing.length === 0
      ? []
      : failing.length <= 3
        ? ["What fails this run:", "", ...lines, ""]
        : [...details(`What fails this run: ${counted(messages.length, "message")}`, lines), ""]),
    ...unused.flatMap((sentence) => [sentence, ""]),
  ];
}
