import { finishText } from "../chat/finish-of.js";
import { textOf, toolCallsOf } from "../chat/read-reply.js";
import type { Transcript, Turn } from "../transcript/transcript.js";
import { checks } from "../verdict/checks/registry.js";
import type { Rule } from "../verdict/checks/rule.js";
import { diagnoseBlank } from "../verdict/diagnose.js";
import { claimRule } from "../verdict/statistics/statistics.js";
import type { Verdict } from "../verdict/verdict.js";
import { cellText, findingText } from "./cell-text.js";
import { counted } from "./counted.js";
import { independenceText, passText } from "./model-tables.js";
import { percentRange } from "./percent.js";

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
  readonly transcripts: readonly Transcript[];
  /** The file with the exchanges; null: no bytes were kept. */
  readonly file: string | null;
  readonly exchanges: readonly ExchangePlaces[];
};

/** Explains one cell as plain text: its verdict and the rules, the caveats, the trials with their request ids, and the bytes. */
export function explainCell(explained: Explained): string {
  const { verdict } = explained;
  const { cell } = verdict;
  return [
    `${cell.scenario} on ${cell.target}: ${cellText(verdict)}`,
    "",
    "Verdict and rules",
    ...verdictLines(verdict),
    "",
    "Why",
    ...whyLines(verdict),
    "",
    "Caveats",
    ...caveatLines(explained),
    "",
    ...blankReplyLines(explained),
    "Trials",
    ...explained.transcripts.flatMap((transcript) => trialLines(transcript, verdict)),
    "",
    "Bytes",
    ...byteLines(explained),
  ].join("\n");
}

const observedRules: { readonly [observed in Verdict["observed"]]: string } = {
  ok: "every eligible trial was free of bad findings",
  bad: "every eligible trial has a bad finding",
  mixed: "some eligible trials have a bad finding, some have none",
  blocked: "no trial was eligible: the service or the account refused before the model was asked",
  unsupported: "no trial was eligible: the target does not offer what the scenario needs",
  "not-run": "no request was sent, or the fault is in llm-parity",
};

function verdictLines(verdict: Verdict): readonly string[] {
  const { observed, claim, trials, reason, reasonText } = verdict;
  const rate =
    trials.interval === null
      ? []
      : [`  failure rate: ${percentRange(trials.interval)} (${trials.intervalKind ?? "unknown"})`];
  return [
    `  observed ${observed}: ${observedRules[observed]}`,
    `  trials: ${trials.attempted} attempted, ${trials.eligible} eligible, ${trials.ok} ok, ${trials.bad} bad`,
    ...Object.entries(trials.excluded).map(([word, n]) => `  excluded: ${n} ${word}`),
    ...(reason === null ? [] : [`  reason: ${reason}${reasonText === null ? "" : `: ${reasonText}`}`]),
    ...rate,
    ...(trials.eligible < 2 ? [] : [`  distinct replies: ${independenceText(verdict)}`]),
    ...(passText(verdict) === "" ? [] : [`  pass@k, pass^k: ${passText(verdict)}`]),
    claim === null ? `  no claim: ${noClaim(verdict)}` : `  claim ${claim}: ${claimRules[claim]}`,
  ];
}

const claimRules = {
  fail: `the lower 95 % bound of the failure rate is above ${100 * claimRule.failAbove} %`,
  pass: `the upper 95 % bound of the failure rate is at most ${100 * claimRule.passAtMost} % (the unacceptable rate, of a sequential test)`,
  flaky: `the lower 95 % bound of the failure rate is above ${100 * claimRule.flakyAbove} % (the acceptable rate, of a sequential test), and some trials are ok`,
  inconclusive: "the sample supports none of pass, fail and flaky",
} as const;

function noClaim({ trials, provenance, upstreams }: Verdict): string {
  if (provenance?.source === "authored") return "authored bytes show no vendor's behaviour";
  if (provenance?.source === "simulated") return "a simulator's bytes show no vendor's behaviour";
  if (Object.keys(upstreams).length > 1) return "the trials were served by different upstreams";
  return `${counted(trials.eligible, "eligible trial")}; at least ${claimRule.fewestTrials} are needed`;
}

function whyLines({ judged }: Verdict): readonly string[] {
  const named = new Map(checks.map((check) => [check.id, check]));
  const failed = judged.flatMap(({ trial, checks: results }) =>
    results.flatMap(({ check, finding }) => (finding === null ? [] : [{ trial, check, finding }])),
  );
  const passed = judged.flatMap(({ checks: results }) => results.filter(({ outcome }) => outcome === "pass")).length;
  return [
    ...failed.map(({ trial, check, finding }) => {
      const sign = finding.severity === "bad" ? "✗" : "·";
      const where = `trial ${trial}${finding.step === null ? "" : `, step ${finding.step}`}`;
      return [
        `  ${sign} ${check} (${named.get(check)?.claim ?? "unknown check"})`,
        `    ${where}: ${findingText({ ...finding, n: 1 })}: ${finding.seen}`,
        `    ${ruleText(named.get(check)?.rule)}`,
      ].join("\n");
    }),
    `  ${counted(passed, "check")} passed, over ${counted(judged.length, "trial")}`,
  ];
}

/** The rule behind a claim: `must, by OpenAI API description, … (2026-07-24)`. */
function ruleText(rule: Rule | undefined): string {
  return rule === undefined
    ? "the rule is unknown: this version has no such check"
    : `${rule.severity}, by ${rule.source} (${rule.date})`;
}

function caveatLines({ verdict, transcripts, file }: Explained): readonly string[] {
  const { trials, provenance } = verdict;
  const differences = transcripts.flatMap(({ turns }) =>
    turns.flatMap(({ otherReading }) => otherReading?.differences ?? []),
  );
  const warnings = transcripts.flatMap(({ turns }) =>
    turns.flatMap(({ reply, leftOut }) => [...reply.warnings, ...leftOut]),
  );
  const lines = [
    ...(provenance?.source === "authored"
      ? [`the bytes were authored after ${provenance.after ?? "a document"}: they prove our code, not a vendor`]
      : []),
    ...(trials.eligible === 1 ? ["one trial: failures of this kind have been observed at rates of 10 % to 90 %"] : []),
    ...(trials.eligible > 1 && verdict.distinctReplies === 1
      ? ["every trial replied the same: a cache or a fixed seed may make one observation look like many (see --nonce)"]
      : []),
    ...(Object.keys(trials.excluded).length > 0 ? ["trials were excluded, possibly for a related reason"] : []),
    ...differences.map((text) => `the two clients read differently: ${text}`),
    ...warnings.map(({ field, message }) => `the request differs from the scenario: ${field}: ${message}`),
    ...(file === null ? ["no bytes were kept, so the evidence cannot be examined again"] : []),
  ];
  return lines.length === 0 ? ["  none known"] : [...new Set(lines)].map((line) => `  - ${line}`);
}

/** The explanation of every reply that shows nothing; no section without one. */
function blankReplyLines({ verdict, transcripts }: Explained): readonly string[] {
  const lines = transcripts.flatMap(({ trial, turns }) => {
    const results = verdict.judged.find((judgedTrial) => judgedTrial.trial === trial)?.checks ?? [];
    return turns.flatMap((turn) => {
      const blank = diagnoseBlank(
        turn,
        results.filter(({ step }) => step === turn.step),
      );
      return blank === null ? [] : [`  trial ${trial}, step ${turn.step}: ${blank.words}`];
    });
  });
  return lines.length === 0 ? [] : ["What happened to the reply", ...lines, ""];
}

function trialLines(transcript: Transcript, { judged }: Verdict): readonly string[] {
  const verdict = judged.find(({ trial }) => trial === transcript.trial);
  const isAuthored = transcript.provenance.source === "authored";
  const name = isAuthored ? null : (verdict?.upstream ?? null);
  const upstream = name === null ? "" : `, served by ${name}`;
  const outcome = verdict === undefined ? "not judged" : (verdict.reason ?? verdict.outcome);
  return [
    `  trial ${transcript.trial}: ${outcome}${upstream}`,
    ...transcript.turns.map(turnLine),
    ...(transcript.notReached.length === 0 ? [] : [`    not reached: ${transcript.notReached.join(", ")}`]),
  ];
}

function turnLine({ step, reply, attempts }: Turn): string {
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
  const ids = [...new Set(attempts.map(({ requestId }) => requestId ?? "no request id"))].join(", ");
  return `    step ${step}: ${facts.join(", ")}; ${ids}`;
}

function byteLines({ file, exchanges }: Explained): readonly string[] {
  if (file === null) return ["  none were kept"];
  return [
    `  ${file}`,
    ...exchanges.flatMap(({ trial, step, number, status, end, sizeBytes, frames }) => [
      `  exchange ${number} (trial ${trial}, step ${step}): ${status === null ? "no response" : `HTTP ${status}`}, ${counted(sizeBytes, "byte")}, ended by ${end}`,
      ...frameLines(frames),
    ]),
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
