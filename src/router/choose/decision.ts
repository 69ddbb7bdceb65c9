import type { StopSignal } from "../../chat/stop-signal.js";
/** What a request is, as far as choosing a model goes. */
export type RoutingRequest = {
  /** The model that the client wrote; null: none, or `auto`. */
  readonly named: string | null;
  /** What the user said last. */
  readonly text: string;
  readonly streaming: boolean;
  /** What it asks of a model: `chat`, `tools`, `tool-results`, `streaming`, `structured-output`, … */
  readonly exercises: readonly string[];
};

/**
 * Whom to ask: the first of `order`, and the others where it fails. `reason`: why that one. `excluded`: who was left out in front
 * of the choice.
 */
export type Decision = {
  readonly order: readonly string[];
  readonly reason: string;
  readonly excluded: readonly { readonly model: string; readonly why: string }[];
  readonly warnings: readonly string[];
};

/** Chooses among models; the first is asked first. `names` is never empty. */
export type Choose = (
  request: RoutingRequest,
  names: readonly string[],
  signal: StopSignal,
) => Promise<{ readonly first: string; readonly reason: string; readonly warnings?: readonly string[] }>;
