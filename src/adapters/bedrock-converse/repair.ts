import type { ChatRequest } from "../../chat/request.js";
import type { Target } from "../../chat/target.js";
import { type PlaceTrace, tracePlaces } from "../part-places.js";
import type { ReadyRequest } from "./encode/ready-request.js";
import { type Numbered, numbered } from "./encode/turns.js";
import type { Warn } from "./encode/warning-log.js";
import { repairArguments } from "./repair/arguments.js";
import { repairAssistantParts } from "./repair/assistant-parts.js";
import { repairBlankText } from "./repair/blank-text.js";
import { limitCachePoints } from "./repair/cache-points.js";
import { checkEdges } from "./repair/edges.js";
import { repairMedia } from "./repair/media.js";
import { pairToolResults } from "./repair/pairing.js";
import { Refusal } from "./repair/refusal.js";
import { instructJson, withoutJsonObject } from "./repair/response-format.js";
import { repairSettings } from "./repair/settings.js";
import { createToolNames, renameTools } from "./repair/tool-names.js";
import { repairToolStatus } from "./repair/tool-status.js";
import { repairTools } from "./repair/tools.js";

/**
 * Changes a request to what the service accepts: keeps to its limits (Bedrock service model, botocore 0e6e240 of
 * 2026-08-07) with reversible aliases, merged turns and clamped settings. Every change is a warning that names the
 * field in the caller's request. Throws a {@link Refusal} where only the caller can decide.
 */
export function repair(original: ChatRequest, target: Target, warn: Warn): ReadyRequest {
  const names = createToolNames(original, warn);
  const renamed = renameTools(original, names.alias);
  const start = numbered(renamed.messages);
  const trace = tracePlaces(start);
  const { messages, toolCallIds } = placed(trace, () => {
    const warnPlaced: Warn = (id, field, message) => warn(id, trace.original(field), message);
    const cleaned = steps.reduce<readonly Numbered[]>((before, step) => {
      const after = step(before, target, warnPlaced);
      trace.add(after);
      return after;
    }, start);
    return pairToolResults(cleaned, target, warnPlaced);
  });
  trace.add(messages);
  checkEdges(messages, warn);
  const request = repairTools(repairSettings(withoutJsonObject(renamed), target, warn), target, warn);
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

const steps: readonly ((messages: readonly Numbered[], target: Target, warn: Warn) => readonly Numbered[])[] = [
  repairToolStatus,
  repairMedia,
  repairBlankText,
  repairAssistantParts,
  repairArguments,
  limitCachePoints,
];
