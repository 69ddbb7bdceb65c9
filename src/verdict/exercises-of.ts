import { type Api, isStreaming } from "../chat/api.js";
import type { Scenario } from "../scenario/scenario.js";

/** What a scenario exercises over an API: `chat`, `tools`, `streaming`, … */
export function exercisesOf(scenario: Pick<Scenario, "settings" | "needs">, api: Api): readonly string[] {
  const format = scenario.settings.responseFormat?.kind ?? "text";
  const implied = [...(isStreaming(api) ? ["streaming"] : []), ...(format === "text" ? [] : ["structured-output"])];
  return [...new Set(["chat", ...scenario.needs, ...implied])];
}
