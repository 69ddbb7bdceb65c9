import type { CellIdentity, Provenance } from "../transcript/transcript.js";
import type { AccountReason } from "./account-reasons.js";
import type { EffectVerdict } from "./effects/effect-verdict.js";

/** The ids of all findings: the named ways in which something is wrong. A stored name; the list is closed. */
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
  "line-ignored",
  "not-utf8",
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
  "nested-reply",
  "other-choices",
  "usage-form",
  "index-not-number",
  "call-id-changed",
  "call-name-changed",
  "arguments-repeated",
  "served-model-differs",
  "cache-ignored",
  "parameter-ignored",
  "choices-missing",
  "signature-missing",
  "logprobs-missing",
  "logprobs-invalid",
  "probe-accepted",
  "probe-status",
  "probe-shape",
  "probe-unnamed",
  "probe-billed",
  "crossed-reply",
  "shared-id",
] as const;
export type FindingId = (typeof findingIds)[number];

/** Something that is wrong with a turn. `bad` makes the trial bad; `note` is shown and does not. */
export type Finding = {
  readonly id: FindingId;
  /** Which cause, for a finding that has several: `silent`, `parser-ate-it`, …; null otherwise. */
  readonly cause: string | null;
  readonly severity: "bad" | "note";
  /** The step of the turn; null: the transcript as a whole. */
  readonly step: string | null;
  /** What was observed, quoting the evidence. */
  readonly seen: string;
};

/** The result of one check for one turn or transcript. The id is the same for pass and fail. */
export type CheckResult = {
  readonly check: string;
  readonly outcome: "pass" | "fail" | "not-applicable";
  readonly step: string | null;
  readonly finding: Finding | null;
};

/** What is not offered: what the request needs in general, the model on this API, or cache markers. */
export type UnsupportedReason = "unsupported" | "api-unsupported" | "caching-unsupported";

/** Why a trial is no evidence about the model. Excluded trials are shown and counted, and never part of a rate. */
export type ExclusionReason =
  | AccountReason
  | "pin-not-honoured"
  | "connection"
  | "no-answer"
  | "unavailable"
  | "pending"
  | UnsupportedReason
  | "not-reached"
  | "too-large"
  | "aborted"
  | "budget"
  | "column-stopped"
  | "no-recording"
  | "replay-miss"
  | "harness-fault";

/** The verdict on one trial. `ok` and `bad` trials are eligible, `excluded` ones are not. */
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

/** What was observed in a cell. The last three have no eligible trial. */
export type Observed = "ok" | "bad" | "mixed" | "blocked" | "unsupported" | "not-run";
/** What a sample says about a cell's failure rate; see `claimOf` for the bounds, and `countedClaim`: `inconclusive` is no claim. */
export type Claim = "pass" | "fail" | "flaky" | "inconclusive";

/**
 * How many more trials an inconclusive sample needs. `expected`: about how many until the sequential rule decides, if the failure
 * rate stays as observed; null: more than `most`. `most`: how many until the rule's limit; 0: the limit is reached.
 */
export type FurtherTrials = { readonly expected: number | null; readonly most: number };

/** Trials of a cell. `interval`: of the failure rate, [low, high], by the method `intervalKind`; null without an eligible trial. */
export type TrialCounts = {
  readonly attempted: number;
  readonly eligible: number;
  readonly ok: number;
  readonly bad: number;
  readonly excluded: { readonly [reason: string]: number };
  readonly interval: readonly [number, number] | null;
  readonly intervalKind: string | null;
};

/** A finding over the trials of a cell. `n`: the number of trials that have it. */
export type FindingCount = {
  readonly id: FindingId;
  readonly cause: string | null;
  readonly severity: "bad" | "note";
  readonly n: number;
  /** The evidence of the first occurrence, with its step and trial. */
  readonly seen: string;
  readonly step: string | null;
  readonly trial: number;
};

/** The outcome of one cell over its trials. `claim` null: the sample supports none. */
export type Verdict = {
  readonly cell: CellIdentity;
  /** What the scenario exercises: `tools`, `tool-results`, `streaming`, … */
  readonly exercises: readonly string[];
  readonly observed: Observed;
  readonly claim: Claim | null;
  /** For `inconclusive`: how many more trials it needs; else null. */
  readonly further: FurtherTrials | null;
  /** For `blocked`, `unsupported` and `not-run`: why, in one word; else null. */
  readonly reason: string | null;
  /** The message behind `reason`, such as the service's error text; else null. */
  readonly reasonText: string | null;
  readonly trials: TrialCounts;
  /** `sequential`: a test stopped the trials. `fixed`: their number was fixed in advance. */
  readonly sampling: "fixed" | "sequential";
  /**
   * The number of different replies among the eligible trials, ids aside. Equal replies are not independent observations: a
   * cache or a fixed seed may have produced them.
   */
  readonly distinctReplies: number;
  /** Prompt tokens from a cache, as the service reports them, over all eligible trials; null: no reply reports any. */
  readonly cachedTokens: number | null;
  readonly findings: readonly FindingCount[];
  /** Upstream → [ok, eligible], where the gateway names one. */
  readonly upstreams: { readonly [upstream: string]: readonly [ok: number, eligible: number] };
  readonly requestIds: readonly string[];
  readonly provenance: Provenance | null;
  /** The last visible text, for quoting; null without one. */
  readonly sampleText: string | null;
  /** The verdicts of the single trials, including excluded ones, by trial number. */
  readonly judged: readonly TrialVerdict[];
  /** Whether each parameter that the scenario compares had its effect; absent: it compares none. */
  readonly effects?: readonly EffectVerdict[];
};
