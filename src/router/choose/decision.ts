import type { StopSignal } from "../../chat/stop-signal.js";

/** The properties of a request that matter for choosing a model. */
export type RoutingRequest = {
  /** The model that the client named; null: none, or `auto`. */
  readonly named: string | null;
  /** The text of the last user message; empty where there is none. */
  readonly text: string;
  readonly streaming: boolean;
  /** The features that it uses: `chat`, `tools`, `tool-results`, `streaming`, `structured-output`, … */
  readonly exercises: readonly string[];
};

/**
 * Which models to ask: the first of `order`, then the others if it fails. `reason`: why that one is first. `excluded`: models
 * that were left out before the choice.
 */
export type Decision = {
  readonly order: readonly string[];
  readonly reason: string;
  readonly excluded: readonly { readonly model: string; readonly why: string }[];
  readonly warnings: readonly string[];
};

/**
 * Chooses the model to ask first. `names`: the models to choose from, never empty. `next`: those to ask where it fails, before the
 * `fallback_models` of the file; default: none.
 */
export type Choose = (
  request: RoutingRequest,
  names: readonly string[],
  signal: StopSignal,
) => Promise<{
  readonly first: string;
  readonly next?: readonly string[];
  readonly reason: string;
  readonly warnings?: readonly string[];
}>;
