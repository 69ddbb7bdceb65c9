import type { Target } from "../../../chat/target.js";

/** True for a target that its facts name as Claude. */
export function isClaude({ quirks }: Pick<Target, "quirks">): boolean {
  return quirks.reasoningDialect === "claude-thinking" || quirks.family === "anthropic";
}
