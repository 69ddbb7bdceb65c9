import { labelsOf } from "./metrics.js";
import type { Router } from "./router.js";

/** A gauge for Prometheus: for each model whether it rests after failures in a row. */
export function restingText({ config, cooldown, now }: Pick<Router, "config" | "cooldown" | "now">): string {
  const nowMs = now().getTime();
  const lines = config.models.map(
    ({ name: model }) => `llm_parity_model_resting{${labelsOf({ model })}} ${cooldown.isResting(model, nowMs) ? 1 : 0}`,
  );
  return [
    "# HELP llm_parity_model_resting Whether the model rests after failures in a row: 1, else 0.",
    "# TYPE llm_parity_model_resting gauge",
    ...lines,
    "",
  ].join("\n");
}
