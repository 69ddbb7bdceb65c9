import { finishText } from "../../chat/finish-of.js";
import { textOf, toolCallsOf } from "../../chat/read-reply.js";
import { sentByHttpId } from "../../chat/wire-change.js";
import type { Transcript, Turn } from "../../transcript/transcript.js";
import type { Attribution } from "../../verdict/attribution/attribution.js";
import type { Rule } from "../../verdict/checks/rule.js";
import { diagnoseBlank } from "../../verdict/diagnose.js";
import { allClaims } from "../../verdict/effects/all-claims.js";
import type { Finding, Verdict } from "../../verdict/verdict.js";
import { cellText, findingText } from "../cell-text.js";
import { counted } from "../counted.js";
import { independenceText, passText } from "../markdown/rates.js";
import { idsMark, simulatedLine } from "../origin.js";
import { effectWords } from "../parameters/effect-words.js";
import { identicalText, rateText } from "../rate-text.js";
import { attributionLines } from "./attribution-lines.js";
import { claimSentence, observedSentence } from "./claim-sentence.js";
import { type EqualTrials, equalTrials, trialsText } from "./equal-trials.js";
import type { CellRemark } from "./remarks.js";

/** One stored exchange of a trial, and the places of the events in its body. */
export type ExchangePlaces = {
  readonly trial: number;
  readonly step: string;
  /** Its index in the file, from 0. */
  readonly number: number;
  readonly status: number | null;
  readonly end: string;
  readonly sizeBytes: number;
  readonly frames: readonly { readonly offset: number; readonly length: number; readonly name: string }[];
};

/** What {@link explainCell} explains. */
export type Explained = {
  readonly verdict: Verdict;
  /** Whose fault it is; null: the cell does not fail. */
  readonly attribution: Attribution | null;
  readonly transcripts: readonly Transcript[];
  /** The file with the exchanges; null: no bytes were kept. */
  readonly file: string | null;
  readonly exchanges: readonly ExchangePlaces[];
  /** What a reader must know beside it; absent: nothing. */
  readonly remarks?: readonly CellRemark[];
};

/**
 * Explains one cell as plain text: its verdict and the rules, whose fault it is, the caveats, the trials with their request ids, and the bytes. Trials with
 * the same outcome, findings and replies are one line each.
 */
export function explainCell(explained: Explained): string {
  const { verdict } = explained;
  const { cell } = verdict;
  const origin = verdict.provenance === null ? null : simulatedLine(verdict.provenance);
  const groups = equalTrials(explained.transcripts, verdict);
  return [
    `${cell.scenario} on ${cell.target}: ${cellText(verdict)}`,
    ...(origin === null ? [] : [origin]),
    "",
    "Verdict and rules",
    ...verdictLines(verdict),
    "",
    "Why",
    ...whyLines(verdict),
    "",
    ...attributionLines(explained.attribution),
    "Caveats",
    ...caveatLines(explained),
    "",
    ...blankReplyLines(groups),
    "Trials",
    ...groups.flatMap(trialLines),
    "",
    "Bytes",
    ...byteLines(explained, groups),
  ].join("\n");
}

function verdictLines(verdict: Verdict): readonly string[] {
  const { trials, reason, reasonText } = verdict;
  const rate = rateText(trials);
  return [
    `  ${observedSentence(verdict)}`,
    `  trials: ${trials.attempted} attempted, ${trials.eligible} eligible, ${trials.ok} ok, ${trials.bad} bad`,
    ...Object.entries(trials.excluded).map(([word, n]) => `  excluded: ${n} ${word}`),
    ...(reason === null
      ? []
      : [`  reason: ${reason}${reasonText === null || reasonText === reason ? "" : `: ${reasonText}`}`]),
    ...(rate === null ? [] : [`  failure rate: ${rate}`]),
    ...(trials.eligible < 2 ? [] : [`  distinct replies: ${independenceText(verdict)}`]),
    ...(passText(verdict) === "" ? [] : [`  pass@k, pass^k: ${passText(verdict)}`]),
    `  ${claimSentence(verdict)}`,
    ...(verdict.effects ?? []).map((effect) => `  ${effect.label}: ${effectWords(effect)}: ${effect.seen}`),
  ];
}

function whyLines({ judged }: Verdict): readonly string[] {
  const named = new Map(allClaims.map((check) => [check.id, check]));
  const passed = judged.flatMap(({ checks: results }) => results.filter(({ outcome }) => outcome === "pass")).length;
  return [
    ...failedChecks(judged).map(({ trials, check, finding }) => {
      const sign = finding.severity === "bad" ? "✗" : "·";
      const where = `${trialsText(trials)}${finding.step === null ? "" : `, step ${finding.step}`}`;
      return [
        `  ${sign} ${check} (${named.get(check)?.claim ?? "unknown check"})`,
        `    ${where}: ${findingText({ ...finding, n: 1 })}: ${finding.seen}`,
        `    ${ruleText(named.get(check)?.rule)}`,
      ].join("\n");
    }),
    `  ${counted(passed, "check")} passed, over ${counted(judged.length, "trial")}`,
  ];
}

type FailedCheck = { readonly trials: readonly number[]; readonly check: string; readonly finding: Finding };

/** What failed, each once with the trials in which the same was seen. */
function failedChecks(judged: Verdict["judged"]): readonly FailedCheck[] {
  const failed = new Map<string, FailedCheck>();
  for (const { trial, checks: results } of judged) {
    for (const { check, finding } of results) {
      if (finding === null) continue;
      const key = JSON.stringify([check, finding]);
      failed.set(key, { trials: [...(failed.get(key)?.trials ?? []), trial], check, finding });
    }
  }
  return [...failed.values()];
}

/** The rule behind a claim: `must, by OpenAI API description, … (2026-07-24)`. */
function ruleText(rule: Rule | undefined): string {
  return rule === undefined
    ? "the rule is unknown: this version has no such check"
    : `expected by llm-parity (${rule.severity}, ${rule.layer}), after ${rule.source} (${rule.date})`;
}

function caveatLines({ verdict, transcripts, file, remarks = [] }: Explained): readonly string[] {
  const { trials, provenance } = verdict;
  const differences = transcripts.flatMap(({ turns }) =>
    turns.flatMap(({ otherReading }) => otherReading?.differences ?? []),
  );
  const warnings = transcripts.flatMap(({ turns }) =>
    turns.flatMap(({ reply, leftOut }) => [...reply.warnings, ...leftOut]),
  );
  const lines = [
    ...remarks.map(({ text, source, date }) => `${text} (${source}, ${date})`),
    ...(provenance?.source === "authored"
      ? [`the bytes were authored, modelled on ${provenance.after ?? "a document"}: they test our code, not a vendor`]
      : []),
    ...(trials.eligible === 1 ? ["one trial: failures of this kind have been observed at rates of 10 % to 90 %"] : []),
    ...(identicalText(verdict) !== null
      ? ["every trial replied the same: a cache or a fixed seed may make one observation look like many (see --nonce)"]
      : []),
    ...(Object.keys(trials.excluded).length > 0 ? ["trials were excluded, possibly for a related reason"] : []),
    ...differences.map((text) => `the two clients read differently: ${text}`),
    ...warnings
      .filter(({ id }) => id !== sentByHttpId)
      .map(({ field, message }) => `the request differs from the scenario: ${field}: ${message}`),
    ...(file === null ? ["no bytes were kept, so the evidence cannot be examined again"] : []),
  ];
  return lines.length === 0 ? ["  none known"] : [...new Set(lines)].map((line) => `  - ${line}`);
}

/** The explanation of every reply that shows nothing; no section without one. */
function blankReplyLines(groups: readonly EqualTrials[]): readonly string[] {
  const lines = groups.flatMap(({ trials, transcript, judged }) => {
    const results = judged?.checks ?? [];
    return transcript.turns.flatMap((turn) => {
      const blank = diagnoseBlank(
        turn,
        results.filter(({ step }) => step === turn.step),
      );
      return blank === null ? [] : [`  ${trialsText(trials)}, step ${turn.step}: ${blank.words}`];
    });
  });
  return lines.length === 0 ? [] : ["What happened to the reply", ...lines, ""];
}

function trialLines({ trials, transcript, judged, requestIds }: EqualTrials): readonly string[] {
  const mark = idsMark(transcript.provenance);
  const name = mark === "" ? (judged?.upstream ?? null) : null;
  const upstream = name === null ? "" : `, served by ${name}`;
  const outcome = judged === null ? "not judged" : (judged.reason ?? judged.outcome);
  const shared = trials.length === 1 ? [] : [`    request ids: ${idsText(requestIds)}${mark}`];
  return [
    `  ${trialsText(trials)}: ${outcome}${upstream}`,
    ...transcript.turns.map((turn) =>
      trials.length === 1 ? `${turnLine(turn)}; ${idsOf(turn)}${mark}` : turnLine(turn),
    ),
    ...(transcript.notReached.length === 0 ? [] : [`    not reached: ${transcript.notReached.join(", ")}`]),
    ...shared,
  ];
}

function turnLine({ step, reply }: Turn): string {
  const facts = [
    reply.status === null ? "no status" : `HTTP ${reply.status}`,
    reply.completeness,
    reply.finish === null ? "no finish" : `finish ${finishText(reply.finish)}`,
    reply.usage?.outputTokens == null
      ? "output tokens not reported"
      : counted(reply.usage.outputTokens, "output token"),
    counted(textOf(reply).length, "character"),
    counted(toolCallsOf(reply).length, "call"),
  ];
  return `    step ${step}: ${facts.join(", ")}`;
}

function idsOf({ attempts }: Turn): string {
  return [...new Set(attempts.map(({ requestId }) => requestId ?? "no request id"))].join(", ");
}

/** The first ten of many. */
function idsText(ids: readonly string[]): string {
  if (ids.length === 0) return "none";
  const shown = ids.slice(0, 10).join(", ");
  return ids.length <= 10 ? shown : `${shown} and ${ids.length - 10} more (--json has all)`;
}

/** The events of the first trial of each group: those of its equals differ in ids alone. */
function byteLines({ file, exchanges }: Explained, groups: readonly EqualTrials[]): readonly string[] {
  if (file === null) return ["  none were kept"];
  return [
    `  ${file}`,
    ...groups.flatMap(({ trials }) => {
      const [first, ...others] = trials;
      const folded = exchanges.filter(({ trial }) => others.includes(trial));
      const of = `${trialsText(others)}, equal to trial ${first}`;
      return [
        ...exchanges.filter(({ trial }) => trial === first).flatMap(exchangeLines),
        ...(folded.length === 0 ? [] : [`  ${counted(folded.length, "exchange")} of ${of} (--json has their events)`]),
      ];
    }),
  ];
}

function exchangeLines({ trial, step, number, status, end, sizeBytes, frames }: ExchangePlaces): readonly string[] {
  const answer = status === null ? "no response" : `HTTP ${status}`;
  return [
    `  exchange ${number} (trial ${trial}, step ${step}): ${answer}, ${counted(sizeBytes, "byte")}, ended by ${end}`,
    ...frameLines(frames),
  ];
}

/** The first four and the last six events: the decisive ones are at the end. */
function frameLines(frames: ExchangePlaces["frames"]): readonly string[] {
  const lineOf = ({ offset, length, name }: ExchangePlaces["frames"][number]) =>
    `    at ${String(offset).padStart(7)}  ${name} (${counted(length, "byte")})`;
  if (frames.length <= 12) return frames.map(lineOf);
  const hidden = frames.length - 10;
  return [...frames.slice(0, 4).map(lineOf), `    … ${counted(hidden, "event")} …`, ...frames.slice(-6).map(lineOf)];
}
