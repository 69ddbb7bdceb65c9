import { speaksAgainst } from "../choose/night-evidence.js";
import { labelsOf } from "./metrics.js";
import type { Router } from "./router.js";

/** A gauge for Prometheus: for each model the cells of nights, or of a run, that speak against it. Empty where there are none. */
export function leftOutText({ config, deciding, now }: Pick<Router, "config" | "deciding" | "now">): string {
  const { measured } = deciding;
  if (measured?.nights === undefined) return "";
  const when = { maxAgeDays: measured.maxAgeDays, now: now() };
  const { nights } = measured;
  const lines = config.models.flatMap((model) =>
    nights
      .filter((one) => speaksAgainst(one, model, when))
      .map(({ cell, night, state }) => {
        return `llm_parity_model_left_out{${labelsOf({ model: model.name, cell, night, state })}} 1`;
      }),
  );
  return [
    "# HELP llm_parity_model_left_out 1 for a cell that leaves its model out of requests which ask for the same.",
    "# TYPE llm_parity_model_left_out gauge",
    ...lines,
    "",
  ].join("\n");
}
