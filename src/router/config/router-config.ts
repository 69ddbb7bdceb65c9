import type { Credentials } from "../../adapters/adapter.js";
import type { Target } from "../../chat/target.js";
import type { StrategyName } from "../choose/strategies/registry.js";
import type { RouterFile } from "./router-file.js";

/** A model that requests can be routed to. `whole` and `streaming` are the same model, asked for all at once or in pieces. */
export type RoutedModel = {
  readonly name: string;
  readonly description: string;
  readonly whole: Target;
  readonly streaming: Target;
  /** Who we are there; of several keys each has its turn. At least one. */
  readonly credentials: readonly Credentials[];
  /** Its targets in the compatibility matrix; empty: nothing is measured of it. */
  readonly measured: readonly string[];
  /** Sent where a request sets no token limit; null: nothing is. */
  readonly maxOutputTokens: number | null;
};

/** How a model is chosen for a request that names none. */
export type ChosenStrategy = {
  readonly kind: StrategyName;
  /** The `router` section of the file, which the strategy reads its keys from. */
  readonly section: RouterFile["router"];
};

export type ServeConfig = {
  readonly host: string;
  readonly port: number;
  readonly showModelPrefix: boolean;
  /** What clients must send; null: nothing, which only a loopback address may do. */
  readonly apiKey: string | null;
  readonly allowedOrigins: readonly string[];
  /** In lower case: the case of a host name says nothing. */
  readonly allowedHosts: readonly string[];
  readonly maxBodyBytes: number;
  readonly maxMessages: number;
  readonly maxConnections: number;
  /** Chat requests under way at once. */
  readonly maxRequests: number;
  readonly headersTimeoutMs: number;
  readonly requestTimeoutMs: number;
};

export type Reliability = {
  readonly retries: number;
  readonly backoffMs: number;
  readonly maxBackoffMs: number;
  readonly cooldownFailures: number;
  readonly cooldownMs: number;
  readonly deadlines: { readonly firstByteMs: number; readonly idleMs: number; readonly totalMs: number };
  readonly emptyReplyGuard: boolean;
};

/** A router's file, read and checked: every name in it leads somewhere. */
export type RouterConfig = {
  readonly file: string;
  readonly serve: ServeConfig;
  /** At least one, in the order of the file. */
  readonly models: readonly RoutedModel[];
  readonly strategy: ChosenStrategy;
  readonly fallback: readonly string[];
  readonly reliability: Reliability;
  readonly compatibility: { readonly matrix: string; readonly maxAgeDays: number; readonly filter: boolean };
  /** What stands in the file and has no effect, and what a person should know. */
  readonly warnings: readonly string[];
};

export function reliabilityOf({ reliability: file }: RouterFile): Reliability {
  return {
    retries: file.retries,
    backoffMs: file.backoff_ms,
    maxBackoffMs: file.max_backoff_ms,
    cooldownFailures: file.cooldown_failures,
    cooldownMs: file.cooldown_ms,
    deadlines: { firstByteMs: file.first_byte_ms, idleMs: file.idle_ms, totalMs: file.total_ms },
    emptyReplyGuard: file.empty_reply_guard,
  };
}
