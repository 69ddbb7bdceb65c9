import type { ChatRequest, ResponseFormat } from "../../chat/request.js";
import type { Target } from "../../chat/target.js";
import { type PlaceTrace, tracePlaces } from "../part-places.js";
import { limitToolCachePoints } from "./cache-points.js";
import { checkEdges } from "./edges.js";
import { pairToolResults } from "./pairing.js";
import type { ReadyRequest } from "./ready-request.js";
import { Refusal } from "./refusal.js";
import type { RepairContext, RepairStep } from "./repair-step.js";
import { instructJson } from "./response-format.js";
import type { BlockService } from "./service.js";
import { repairSettings } from "./settings.js";
import { createToolNames, renameTools } from "./tool-names.js";
import { repairTools } from "./tools.js";
import { numbered } from "./turns.js";
import type { Warn } from "./warning-log.js";

/** How requests to one service of blocks are repaired. */
export type BlockRepair = {
  readonly service: BlockService;
  /** The steps over the messages, before calls and results are paired. */
  readonly steps: readonly RepairStep[];
  /** Repairs the settings that only this service has. */
  readonly settle: (request: ChatRequest, context: RepairContext) => ChatRequest;
  /** True for a format that an instruction to the model stands for. */
  readonly isInstructed: (format: ResponseFormat, target: Target) => boolean;
};

/**
 * Changes a request to what the service accepts: keeps to its limits with reversible aliases, merged turns and clamped settings.
 * Every change is a warning that names the field in the caller's request. Throws a {@link Refusal} where only the caller can decide.
 */
export function repairBlocks(
  original: ChatRequest,
  { target, warn }: { readonly target: Target; readonly warn: Warn },
  how: BlockRepair,
): ReadyRequest {
  const { service } = how;
  const names = createToolNames(original, service, warn);
  const renamed = renameTools(original, names.alias);
  const start = numbered(renamed.messages);
  const trace = tracePlaces(start);
  const { messages, toolCallIds } = placed(trace, () => {
    const context = { target, service, warn: placedIn(trace, warn) };
    const cleaned = how.steps.reduce((before, step) => {
      const after = step(before, context);
      trace.add(after);
      return after;
    }, start);
    return pairToolResults(cleaned, context);
  });
  trace.add(messages);
  checkEdges(messages, warn);
  const context = { target, service, warn };
  const { responseFormat } = original;
  const instructed = responseFormat !== null && how.isInstructed(responseFormat, target) ? responseFormat : null;
  const asked = instructed === null ? renamed : { ...renamed, responseFormat: null };
  const repaired = repairTools(how.settle(repairSettings(asked, context), context), context);
  const request = { ...repaired, tools: limitToolCachePoints(repaired.tools, messages, context) };
  const aliases = { toolCallIds, toolNames: names.originals };
  return {
    request,
    messages: instructJson(instructed, messages, warn),
    merging: "all",
    aliases,
    original: trace.original,
  };
}

function placedIn(trace: PlaceTrace, warn: Warn): Warn {
  return (id, field, message) => warn(id, trace.original(field), message);
}

/** Runs the steps; a refusal of theirs names the place in the caller's request. */
function placed<Result>(trace: PlaceTrace, run: () => Result): Result {
  try {
    return run();
  } catch (error) {
    throw error instanceof Refusal ? new Refusal(trace.original(error.field), error.message) : error;
  }
}
