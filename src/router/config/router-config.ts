import type { Credentials } from "../../adapters/adapter.js";
import type { Target } from "../../chat/target.js";
import type { StrategyName } from "../choose/strategies/registry.js";
import type { GuardMode } from "../relay/guard-mode.js";
import type { RouterFile } from "./router-file.js";

/** A model that requests can be routed to. `whole` and `streaming` are its targets without and with streaming. */
export type RoutedModel = {
  readonly name: string;
  readonly description: string;
  readonly whole: Target;
  readonly streaming: Target;
  /** At least one; several are used in turn. */
  readonly credentials: readonly Credentials[];
  /** Ids of its targets in the compatibility matrix; empty: it was not measured. */
  readonly measured: readonly string[];
  /** The token limit for requests without one; null: none is sent. */
  readonly maxOutputTokens: number | null;
  readonly emptyReplyGuard: GuardMode;
  /** Members that requests may set for this model, although they choose something or are unknown. */
  readonly allow: readonly string[];
  readonly prices: Prices;
};

/** What a model costs in US dollars per million tokens, as its entry in the file says; null: the file does not say. */
export type Prices = {
  readonly input: number | null;
  readonly output: number | null;
  readonly cachedInput: number | null;
  readonly cacheWrite: number | null;
  readonly reasoning: number | null;
};

/** How a model is chosen for a request that names none. */
export type ChosenStrategy = {
  readonly kind: StrategyName;
  /** The `router` section of the file, from which the strategy reads its keys. */
  readonly section: RouterFile["router"];
};

/** How the router listens, and which requests it accepts. */
export type ServeConfig = {
  readonly host: string;
  readonly port: number;
  readonly showModelPrefix: boolean;
  /** The bearer token that clients must send; null: none is needed, which is allowed on a loopback address only. */
  readonly apiKey: string | null;
  readonly allowedOrigins: readonly string[];
  /** In lower case, since host names are case-insensitive. */
  readonly allowedHosts: readonly string[];
  readonly maxBodyBytes: number;
  readonly maxMessages: number;
  readonly maxConnections: number;
  /** Chat requests in progress at once, over HTTP and sockets together. */
  readonly maxRequests: number;
  readonly headersTimeoutMs: number;
  readonly requestTimeoutMs: number;
  /** A stream in which nothing comes for so long gets a comment; 0: none. */
  readonly keepAliveMs: number;
};

/** Retries, backoff, cooldown and deadlines; times in milliseconds. */
export type Reliability = {
  readonly retries: number;
  readonly backoffMs: number;
  readonly maxBackoffMs: number;
  readonly cooldownFailures: number;
  readonly cooldownMs: number;
  readonly deadlines: { readonly firstByteMs: number; readonly idleMs: number; readonly totalMs: number };
};

/** A router's file, read and checked: every model that it names is defined. */
export type RouterConfig = {
  readonly file: string;
  readonly serve: ServeConfig;
  /** At least one, in the order of the file. */
  readonly models: readonly RoutedModel[];
  readonly strategy: ChosenStrategy;
  /** The model that decides for the strategy `llm` and is none of `models`: clients cannot ask it. Null: there is none. */
  readonly judge: RoutedModel | null;
  readonly fallback: readonly string[];
  readonly reliability: Reliability;
  /** `matrix`: a file or a folder, or `latest-night` for the folder `history`. */
  readonly compatibility: {
    readonly matrix: string;
    readonly history: string;
    readonly maxAgeDays: number;
    readonly filter: boolean;
  };
  /** Keys that have no effect, and other things that the user should know; each a sentence. */
  readonly warnings: readonly string[];
};

/** The file's `reliability` section; the schema has filled in the defaults. */
export function reliabilityOf({ reliability: file }: RouterFile): Reliability {
  return {
    retries: file.retries,
    backoffMs: file.backoff_ms,
    maxBackoffMs: file.max_backoff_ms,
    cooldownFailures: file.cooldown_failures,
    cooldownMs: file.cooldown_ms,
    deadlines: { firstByteMs: file.first_byte_ms, idleMs: file.idle_ms, totalMs: file.total_ms },
  };
}
