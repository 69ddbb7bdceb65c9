/** One call that is about to be made. */
export type PacedCall = {
  /** The lane: all calls of a provider have one pace. */
  readonly provider: string;
  /** The names of the quotas that it draws from, see `QuotaLimits`; empty: none is known. */
  readonly quotas: readonly string[];
  /** What it reserves: its input and its longest reply, in tokens. */
  readonly tokens: number;
};

/** How a call ended. */
export type CallEnd = {
  /** The tokens that it took from its quotas, where that is known and the rest is given back; null: all that it reserved. */
  readonly usedTokens: number | null;
  /** The service asked for fewer calls: the whole lane waits, for all. `retryAfterMs` null: it did not say how long. Null: it did not ask. */
  readonly slowDown: { readonly retryAfterMs: number | null } | null;
};

/**
 * The answer to a call that wants to be made. `go`: now; `done` is to be called once, when it has ended. `refused`: not in this run, with the
 * reason in words. `stopped`: the signal aborted while the call waited.
 */
export type Passage =
  | { readonly kind: "go"; readonly done: (end: CallEnd) => Promise<void> }
  | { readonly kind: "refused"; readonly reason: string }
  | { readonly kind: "stopped" };

/**
 * Paces calls: spaces them, keeps quotas, and slows all of a lane when its service asks for it. One in this process is made by `createPace`;
 * one for several processes keeps the same promise.
 */
export type Pace = {
  /** Resolves when the call may go, in the order in which a lane's calls asked. Rejects only where the pace itself is broken. */
  readonly take: (call: PacedCall, signal: AbortSignal) => Promise<Passage>;
};

/** The pace of a lane, as `models.yaml` has it. Null: no limit is known. */
export type LaneLimits = {
  readonly requestsPerMinute: number | null;
  /** Calls under way at once. */
  readonly inFlight: number | null;
};

/** A quota of the account that several targets may draw from. Null: no limit is known. The run keeps to `PaceLimits.quotaShare` of it. */
export type QuotaLimits = {
  readonly tokensPerMinute: number | null;
  readonly tokensPerDay: number | null;
};

/** What a pace keeps. Plain data, so that processes can share it. */
export type PaceLimits = {
  /** By provider; one that is not there has no limits. */
  readonly lanes: { readonly [provider: string]: LaneLimits };
  /** By name. */
  readonly quotas: { readonly [name: string]: QuotaLimits };
  /** The share of each quota that this run may use: more than 0, at most 1. */
  readonly quotaShare: number;
};
