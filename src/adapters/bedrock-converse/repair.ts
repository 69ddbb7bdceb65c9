import type { ChatRequest } from "../../chat/request.js";
import type { Target } from "../../chat/target.js";
import { repairArguments } from "../blocks/arguments.js";
import { repairAssistantParts } from "../blocks/assistant-parts.js";
import { repairBlankText } from "../blocks/blank-text.js";
import { limitCachePoints } from "../blocks/cache-points.js";
import { checkEdges } from "../blocks/edges.js";
import { pairToolResults } from "../blocks/pairing.js";
import type { ReadyRequest } from "../blocks/ready-request.js";
import { Refusal } from "../blocks/refusal.js";
import type { RepairStep } from "../blocks/repair-step.js";
import { instructJson, withoutJsonObject } from "../blocks/response-format.js";
import { repairSettings } from "../blocks/settings.js";
import { repairReasoning } from "../blocks/thinking-budget.js";
import { createToolNames, renameTools } from "../blocks/tool-names.js";
import { repairTools } from "../blocks/tools.js";
import { type Numbered, numbered } from "../blocks/turns.js";
import type { Warn } from "../blocks/warning-log.js";
import { type PlaceTrace, tracePlaces } from "../part-places.js";
import { repairMedia } from "./repair/media.js";
import { converseService as service } from "./repair/service.js";
import { repairToolStatus } from "./repair/tool-status.js";

/**
 * Changes a request to what the service accepts: keeps to its limits (Bedrock service model, botocore 0e6e240 of
 * 2026-08-07) with reversible aliases, merged turns and clamped settings. Every change is a warning that names the
 * field in the caller's request. Throws a {@link Refusal} where only the caller can decide.
 */
export function repair(original: ChatRequest, target: Target, warn: Warn): ReadyRequest {
  const names = createToolNames(original, service, warn);
  const renamed = renameTools(original, names.alias);
  const start = numbered(renamed.messages);
  const trace = tracePlaces(start);
  const { messages, toolCallIds } = placed(trace, () => {
    const warnPlaced: Warn = (id, field, message) => warn(id, trace.original(field), message);
    const placedContext = { target, service, warn: warnPlaced };
    const cleaned = steps.reduce<readonly Numbered[]>((before, step) => {
      const after = step(before, placedContext);
      trace.add(after);
      return after;
    }, start);
    return pairToolResults(cleaned, placedContext);
  });
  trace.add(messages);
  checkEdges(messages, warn);
  const context = { target, service, warn };
  const settled = repairSettings(withoutJsonObject(renamed), context);
  const request = repairTools({ ...settled, reasoning: repairReasoning(settled.reasoning, target, warn) }, context);
  const aliases = { toolCallIds, toolNames: names.originals };
  const instructed = instructJson(original, messages, warn);
  return { request, messages: instructed, merging: "all", aliases, original: trace.original };
}

/** Runs the steps; a refusal of theirs names the place in the caller's request. */
function placed<Result>(trace: PlaceTrace, run: () => Result): Result {
  try {
    return run();
  } catch (error) {
    throw error instanceof Refusal ? new Refusal(trace.original(error.field), error.message) : error;
  }
}

const steps: readonly RepairStep[] = [
  repairToolStatus,
  repairMedia,
  repairBlankText,
  repairAssistantParts,
  repairArguments,
  limitCachePoints,
];
