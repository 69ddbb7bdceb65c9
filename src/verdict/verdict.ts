import type { CellIdentity, Provenance } from "../transcript/transcript.js";
import type { AccountReason } from "./account-reasons.js";

/** The named ways in which something is wrong; kebab form of the failure taxonomy. */
export const findingIds = [
  "empty-reply",
  "reasoning-only",
  "tool-call-as-text",
  "tool-call-in-reasoning",
  "duplicate-call",
  "describes-call",
  "result-ignored",
  "repeats-call",
  "promise-no-action",
  "tool-use-without-block",
  "stop-with-tool-calls",
  "finish-missing",
  "finish-unknown",
  "malformed-function-call",
  "arguments-invalid-json",
  "arguments-empty",
  "arguments-mismatch",
  "phantom-call",
  "tool-name-unknown",
  "call-id-missing",
  "call-id-duplicate",
  "call-id-reused",
  "unusual-tool-call",
  "unexpected-call",
  "missing-call",
  "think-tag-in-text",
  "harmony-preamble",
  "error-in-200",
  "midstream-error",
  "truncated",
  "stalled",
  "metadata-missing",
  "usage-missing",
  "done-missing",
  "cut-by-max-tokens",
  "filtered",
  "wrong-answer",
  "unexpected-finish",
  "request-refused",
  "model-error",
  "protocol",
  "client",
  "refusal",
  "event-after-finish",
  "block-broken",
  "index-reused",
  "index-missing",
  "index-split",
  "finish-repeated",
  "unknown-event",
  "metadata-repeated",
  "other-shape",
  "message-missing",
  "arguments-not-text",
  "legacy-call",
  "identity-changed",
  "identity-missing",
  "usage-inconsistent",
  "buffered",
  "request-id-missing",
  "choice-ignored",
  "output-invalid",
  "repeats-itself",
  "language-drift",
] as const;
export type FindingId = (typeof findingIds)[number];

/** `bad` findings make a trial bad; `note` findings are shown and do not. */
export type Finding = {
  readonly id: FindingId;
  /** Why, where one finding has several causes: `silent`, `parser-ate-it`, …; null when it has one. */
  readonly cause: string | null;
  readonly severity: "bad" | "note";
  /** The step it was seen in; null: the transcript as a whole. */
  readonly step: string | null;
  /** What was seen, in words that quote the evidence. */
  readonly seen: string;
};

/** What one check says about one turn or transcript. The id is the same for pass and fail. */
export type CheckResult = {
  readonly check: string;
  readonly outcome: "pass" | "fail" | "not-applicable";
  readonly step: string | null;
  readonly finding: Finding | null;
};

/** Why a trial is no evidence about the model: shown, counted, never part of a rate. */
export type ExclusionReason =
  | AccountReason
  | "pin-not-honoured"
  | "connection"
  | "unavailable"
  | "unsupported"
  | "not-reached"
  | "aborted"
  | "budget"
  | "no-recording"
  | "replay-miss"
  | "harness-fault";

/** One trial judged: `ok` and `bad` are eligible, `excluded` is not. */
export type TrialVerdict = {
  readonly trial: number;
  readonly outcome: "ok" | "bad" | "excluded";
  readonly reason: ExclusionReason | null;
  readonly upstream: string | null;
  readonly findings: readonly Finding[];
  readonly checks: readonly CheckResult[];
  readonly requestIds: readonly string[];
  /** The visible text of the last reply, null when there was no reply. */
  readonly lastText: string | null;
  readonly message: string | null;
};

export type Observed = "ok" | "bad" | "mixed" | "blocked" | "unsupported" | "not-run";
export type Claim = "pass" | "fail" | "flaky" | "inconclusive";

/** `interval` is of the failure rate, [low, high], and `intervalKind` says how it was made; null with no eligible trial. */
export type TrialCounts = {
  readonly attempted: number;
  readonly eligible: number;
  readonly ok: number;
  readonly bad: number;
  readonly excluded: { readonly [reason: string]: number };
  readonly interval: readonly [number, number] | null;
  readonly intervalKind: string | null;
};

export type FindingCount = {
  readonly id: FindingId;
  readonly cause: string | null;
  readonly severity: "bad" | "note";
  readonly n: number;
  /** What was seen the first time, and where. */
  readonly seen: string;
  readonly step: string | null;
  readonly trial: number;
};

/** The outcome of one cell over its trials. `claim` null: the sample cannot carry one. */
export type Verdict = {
  readonly cell: CellIdentity;
  /** What the scenario exercises: `tools`, `tool-results`, `streaming`, … */
  readonly exercises: readonly string[];
  readonly observed: Observed;
  readonly claim: Claim | null;
  /** For `blocked`, `unsupported` and `not-run`: why, in one word; else null. */
  readonly reason: string | null;
  /** The message behind `reason`, e.g. the service's own words; else null. */
  readonly reasonText: string | null;
  readonly trials: TrialCounts;
  /** `sequential`: a test stopped the trials; `fixed`: their number was settled before. */
  readonly sampling: "fixed" | "sequential";
  /**
   * How many of the eligible trials replied differently, ids aside: equal replies are no independent observations, for a
   * cache or a fixed seed may stand behind them.
   */
  readonly distinctReplies: number;
  /** Prompt tokens that the service says came from a cache, over all eligible trials; null: none of them says. */
  readonly cachedTokens: number | null;
  readonly findings: readonly FindingCount[];
  /** Upstream → [ok, eligible], where a gateway echoed one. */
  readonly upstreams: { readonly [upstream: string]: readonly [ok: number, eligible: number] };
  readonly requestIds: readonly string[];
  readonly provenance: Provenance | null;
  /** The text that was seen last, for quoting; null when there was none. */
  readonly sampleText: string | null;
  /** The scenario steps that were asked, with the request as sent, for the equivalence of compared pairs. */
  readonly judged: readonly TrialVerdict[];
};
