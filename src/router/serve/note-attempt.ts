import type { RelayAttempt } from "../relay/relay.js";
import type { Router } from "./router.js";

/** Counts an attempt that has ended, and lets a model rest that fails again and again. */
export function noteAttempt(
  { metrics, cooldown, now }: Pick<Router, "metrics" | "cooldown" | "now">,
  { model, outcome, failure }: RelayAttempt,
): void {
  metrics.count("attempts", { model, outcome: failure ?? outcome });
  if (outcome === "empty") metrics.count("empty", { model });
  if (outcome === "answered") cooldown.recordAnswer(model);
  // A request that no model could answer is not the model's fault.
  else if (failure === null || modelFaults.includes(failure)) cooldown.recordFailure(model, now().getTime());
}

/** The kinds of failure that count against a model. */
const modelFaults: readonly string[] = [
  "unavailable",
  "network",
  "timeout",
  "truncated",
  "protocol",
  "model-error",
  "throttled",
  "quota",
];
