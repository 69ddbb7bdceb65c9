import type { Client } from "../../chat/api.js";
import type { AskEvent } from "../../runner/ask-live.js";
import type { Shard } from "../../runner/shard.js";
import type { ChoiceOptions, FileOptions } from "../choose.js";
import { shippedFile } from "../shipped-file.js";

/**
 * Which cells are meant: scenarios × targets of a suite. Each option has the name and the meaning of the flag of `llm-parity run`.
 * A path that is not given is the one below the working directory if it exists there, else the one shipped with the package.
 */
export type SuiteOptions = {
  /** A suite of models.yaml; default: the file's own default, `seed` for a replay and `current` for the services. */
  readonly suite?: string;
  /** Only these models, providers, wire APIs, targets, scenarios; default: all of the suite. */
  readonly model?: readonly string[];
  readonly provider?: readonly string[];
  readonly api?: readonly string[];
  readonly target?: readonly string[];
  readonly scenario?: readonly string[];
  /** The base URL of typed targets such as `openai-chat:my-model`. */
  readonly baseUrl?: string;
  /** The folder of the scenario files. */
  readonly scenarios?: string;
  /** The file of models, targets and facts. */
  readonly models?: string;
  /** The file of the divergences that are expected. */
  readonly known?: string;
  /** The folder of the recordings. */
  readonly fixtures?: string;
  /** The day on which known divergences are judged, `YYYY-MM-DD`, in UTC; default: today. */
  readonly today?: string;
  /** Where regions, keys and proxies are read from; default: `process.env`. */
  readonly environment?: NodeJS.ProcessEnv;
  /** Stops the run: trials under way end, and the result has what was made. */
  readonly signal?: AbortSignal;
};

export type ReplayOptions = SuiteOptions & {
  /** Who reads the bytes: the official SDKs, our own client, or both on the same bytes; default: `sdk`. */
  readonly client?: Client | "both";
  /** 1: at the recorded pace, 2: twice as fast; default: without waiting. */
  readonly speed?: number;
  /** Quote what customers wrote in fixtures of production logs; default: its lengths and hashes. `transcripts` always have it. */
  readonly includeContent?: true;
};

export type PlanOptions = SuiteOptions & {
  /** Trials of each case, or `auto`: until a sequential test decides; default: 1. */
  readonly trials?: number | "auto";
  /** With `auto`: at most this many trials of each case (default 200), failure rates that pass (0.02) and do not (0.1), confidence (0.95). */
  readonly maxTrials?: number;
  readonly acceptableRate?: number;
  readonly unacceptableRate?: number;
  readonly confidence?: number;
  /** Ask a turn again when it was throttled or unavailable, at most so often; default: 0. */
  readonly retries?: number;
  /** Stop before making more calls than this; default: no limit. */
  readonly maxCalls?: number;
  /** Stop before spending more US dollars than this, at the prices of models.yaml; default: no limit. */
  readonly maxCost?: number;
  /** Begin no trial after so many minutes; default: no limit. */
  readonly maxMinutes?: number;
  /** The share of each quota of models.yaml that the run may use; default: 0.2, since production draws from the same account. */
  readonly quotaShare?: number;
  /** Trials under way at once for each provider; default: `inFlight` of models.yaml, else 4. */
  readonly concurrency?: number;
};

export type AskOptions = PlanOptions & {
  readonly client?: Client | "both";
  /** The URL of a simulator, asked in place of the services: no key is needed; default: the services are asked. */
  readonly simulator?: string;
  /** Keep the exchanges as fixtures, in `fixtures` (default here: `fixtures` below the working directory). */
  readonly record?: boolean;
  /** Vary the prompt of each trial, against caches. */
  readonly nonce?: boolean;
  /** With `nonce`: the seed of those variations; default: another in each run. */
  readonly nonceSeed?: number;
  /** Ask one part of the plan: the `index`th of `of`, from 1, within its share of the limits; default: all of it. */
  readonly shard?: Shard;
  /** Seed of the order in which trials are asked; default: 1. */
  readonly seed?: number;
  /** Deadlines in milliseconds: for the response headers (60,000), between two chunks (60,000), for one exchange (300,000). */
  readonly firstByteTimeout?: number;
  readonly idleTimeout?: number;
  readonly totalTimeout?: number;
  /** The folder in which the evidence of each run gets a folder of its own; default: `runs`. */
  readonly runs?: string;
  /** Called as the run goes on. What it gets holds no secret. */
  readonly onEvent?: (event: AskEvent) => void;
};

/** The options with every path that was not given. */
export function withFiles<Options extends SuiteOptions>(options: Options): Options & FileOptions & ChoiceOptions {
  return {
    ...options,
    scenarios: options.scenarios ?? shippedFile("scenarios"),
    models: options.models ?? shippedFile("scenarios/models.yaml"),
    known: options.known ?? shippedFile("scenarios/known.yaml"),
    fixtures: options.fixtures ?? shippedFile("fixtures"),
  };
}
