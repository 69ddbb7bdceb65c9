import type { Credentials } from "../../adapters/adapter.js";
import type { Client } from "../../chat/api.js";
import type { Target } from "../../chat/target.js";
import type { Transcript } from "../../transcript/transcript.js";
import type { Exchange } from "../../wire/exchange.js";
import type { RecordClock } from "../../wire/transport/record.js";
import type { PlannedCase } from "../plan.js";
import type { RetryPolicy } from "../trial/retry-policy.js";
import type { MakeTransport } from "../trial/trial-scope.js";
import type { TakenExchange } from "../trial/trial-wire.js";
import type { Budget } from "./budget.js";
import type { LivePace } from "./live-pace.js";
import type { StoppedColumn } from "./stopped-columns.js";

/** A finished trial and the exchanges it made. */
export type LiveTrial = { readonly transcript: Transcript; readonly taken: readonly TakenExchange[] };

export type LiveOptions = {
  /** Reaches the services, with our deadlines. */
  readonly exchange: Exchange;
  readonly client: Client | "both";
  readonly makeTransport: MakeTransport;
  readonly credentialsFor: (target: Target) => Promise<Credentials>;
  readonly baseUrlFor: (target: Target) => string | null;
  readonly source: "live" | "simulated";
  readonly budget: Budget;
  readonly retry: RetryPolicy;
  /** Trials under way at once, for each provider; null: as many as its pace allows calls, else four. */
  readonly concurrency: number | null;
  /** Spaces the calls; default: each goes at once. */
  readonly pace?: LivePace;
  readonly seed: number;
  /** Varies the prompt of every trial; absent: prompts are sent unchanged. */
  readonly nonceSeed?: number;
  readonly now: () => Date;
  /** The clock of recordings; default: the machine's. */
  readonly clock?: RecordClock;
  /** Aborts the trials under way, which end as aborted; nothing more is started. */
  readonly signal: AbortSignal;
  /** Starts nothing more; the trials under way go on to their end. Default: never. */
  readonly stop?: AbortSignal;
  /** Ends the run by time: trials that have not begun have its reason, a text, as theirs. Default: never. */
  readonly timeUp?: AbortSignal;
  /** False: this trial of the case is not asked, and has no transcript. Default: every planned trial is asked. */
  readonly isWanted?: (planned: PlannedCase, trial: number) => boolean;
  /** True: the case needs no further trial; trials under way finish. Default: every planned trial is made. */
  readonly isSettled?: (planned: PlannedCase) => boolean;
  /** Numbers of trials, ascending: no higher one starts before these have ended in all cases. Default: none waits. */
  readonly barriers?: readonly number[];
  readonly onTrial: (planned: PlannedCase, finished: LiveTrial) => void | Promise<void>;
  /** So many trials are under way now. */
  readonly onUnderWay?: (trials: number) => void;
  /** Columns are asked no more. */
  readonly onColumnsStopped?: (columns: readonly StoppedColumn[]) => void;
};
