import type { Scenario, Settings, Step } from "./scenario.js";

/** The settings of a step's request: the scenario's, and in their place what the step changes. */
export function settingsOf({ settings }: Pick<Scenario, "settings">, step: Pick<Step, "settings">): Settings {
  return { ...settings, ...step.settings };
}
