import type { ModelRequest } from "../request/model-request.js";
import type { SettingName } from "../request/read-settings.js";

/**
 * Why Kimi K2.5's own API refuses the sampling of a request, in its words; null: it takes it. The values are those of platform.kimi.ai,
 * models-overview (read 2026-11-29), the words those of users (NousResearch/hermes-agent#12566, 2026-04-19, for thinking;
 * arcsin1/oh-my-ppt#45, 2026-05-13, without it).
 */
export function fixedSamplingMistake({ settings, parameters }: ModelRequest): string | null {
  const temperature = parameters.reasoning?.isOff === true ? 0.6 : 1;
  const allowed: readonly (readonly [setting: SettingName, member: string, value: number])[] = [
    ["temperature", "temperature", temperature],
    ["topP", "top_p", 0.95],
    ["choices", "n", 1],
    ["presencePenalty", "presence_penalty", 0],
    ["frequencyPenalty", "frequency_penalty", 0],
  ];
  const wrong = allowed.find(([setting, , value]) => settings[setting] !== null && settings[setting] !== value);
  return wrong === undefined ? null : `invalid ${wrong[1]}: only ${wrong[2]} is allowed for this model`;
}
