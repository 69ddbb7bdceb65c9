import type { FailureKind } from "../../chat/failure.js";
import { type Quoted, type Rule, refusedRequest, rule } from "./classify-rule.js";

/**
 * Google's refusals of a generateContent request, its OpenAI endpoint's and those that a gateway passes on. Its own word is vague
 * (`INVALID_ARGUMENT`, also for a key that is not valid), so that the message decides.
 */
export const googleRules: readonly Rule[] = [
  refusal("api-key", "credentials", {
    words: /^API key (?:not valid|not found|expired)\b/im,
    text: "API key not valid. Please pass a valid API key.",
    source:
      "recorded traffic of Mirascope/mirascope (google, 2026); not found: Wei-Shaw/sub2api#1709, expired: continuedev/continue#11336 (read 2026-11-30)",
  }),
  refusal("location", "region", {
    words: /^User location is not supported for the API use/im,
    text: "User location is not supported for the API use.",
    source: "google-gemini/gemini-cli#24641, through OpenRouter: langgenius/dify#25946 (read 2026-11-30)",
    hint: "Google does not serve this API to the place that the request came from: ask from another region, or through a gateway.",
  }),
  refusal("function-response", "invalid-history", {
    words: /ensure that function response turn comes|number of function response parts is equal/i,
    text: "Please ensure that function response turn comes immediately after a function call turn.",
    source: "GoogleCloudPlatform/generative-ai#368 (read 2026-11-30); of the call's turn, see cause-role-order",
  }),
  refusal("role", "role-order", {
    words: /Please use a valid role: user, model/i,
    text: "Please use a valid role: user, model.",
    source: "recorded traffic of open-telemetry/opentelemetry-python-contrib (vertex, 2025)",
  }),
  refusal("thinking-budget", "parameter-unsupported", {
    words:
      /This model only works in thinking mode|The thinking budget \(-?\d+\) is invalid|does not support setting thinking_budget/i,
    text: "Budget 0 is invalid. This model only works in thinking mode.",
    source: "snailyp/gemini-balance#206, RooCodeInc/Roo-Code#4399, earendil-works/pi#3460 (read 2026-11-30)",
    hint: "Leave the thinking budget out, or give one that the model takes: Gemini 2.5 Pro cannot be asked not to think.",
  }),
];

function refusal(id: string, kind: FailureKind, quoted: Quoted): Rule {
  return rule(`google-${id}`, kind, { ...quoted, admits: refusedRequest, status: 400 });
}
