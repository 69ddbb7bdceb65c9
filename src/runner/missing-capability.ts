import { isStreaming } from "../chat/api.js";
import type { Target } from "../chat/target.js";
import { unreachable } from "../chat/unreachable.js";
import { unsaid } from "../scenario/change/change-for.js";
import type { Need, Scenario } from "../scenario/scenario.js";

/**
 * What of a scenario cannot be said to the target, or the first capability that it needs and that the target lacks according to a
 * source, in words; null when nothing is known to be missing. A capability without a source counts as present: the run will show.
 */
export function missingCapability(scenario: Scenario, target: Target): string | null {
  const { capabilities } = target;
  for (const step of scenario.steps) {
    const reason = unsaid(step, target);
    if (reason !== null) return `${target.id}: ${reason}`;
  }
  const sampling = scenario.compare.find(({ parameter }) => parameter === "temperature" || parameter === "topP");
  if (target.quirks.takesSampling === false && sampling !== undefined) {
    return `${target.id} refuses any ${sampling.parameter}`;
  }
  for (const need of scenario.needs) {
    if (isAbsent(need, target)) return lackOf(need, target);
  }
  const streamsTools = scenario.needs.includes("tools") && isStreaming(target.api);
  if (streamsTools && capabilities.streamingTools === false)
    return `${target.id} does not support tools while streaming`;
  return null;
}

function lackOf(need: Need, { id }: Target): string {
  if (need === "fixed-sampling") return `no source says that ${id} takes one value of its sampling settings alone`;
  if (need === "sealed-reasoning") return `no source says that ${id} signs or encrypts its reasoning`;
  return `${id} does not support ${need}`;
}

function isAbsent(need: Need, { capabilities, quirks }: Pick<Target, "capabilities" | "quirks">): boolean {
  switch (need) {
    case "tools":
    case "tool-results":
      return capabilities.tools === false;
    case "streaming-tools":
      return capabilities.streamingTools === false;
    case "parallel-tool-calls":
      return capabilities.parallelToolCalls === false;
    case "tool-choice-none":
      return capabilities.toolChoice !== null && !capabilities.toolChoice.includes("none");
    case "tool-choice-required":
      return capabilities.toolChoice !== null && !capabilities.toolChoice.includes("required");
    case "tool-choice-tool":
      return capabilities.toolChoice !== null && !capabilities.toolChoice.includes("tool");
    case "structured-output":
      return capabilities.structuredOutput === false;
    case "images":
      return capabilities.images === false;
    case "reasoning":
      return capabilities.reasoning === false;
    case "stop-sequences":
      return capabilities.stopSequences === false;
    case "system":
      return capabilities.system === false;
    case "several-choices":
      return capabilities.fixedSampling === true;
    // A service may take any value unless it says otherwise, so that only its own word makes a refusal due.
    case "fixed-sampling":
      return capabilities.fixedSampling !== true;
    case "sealed-reasoning":
      return quirks.signsReasoning !== true;
    default:
      return unreachable(need);
  }
}
