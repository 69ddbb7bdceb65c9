import type { ChatRequest } from "../../chat/request.js";
import type { Target } from "../../chat/target.js";
import { repairArguments } from "../blocks/arguments.js";
import { orderAssistantParts } from "../blocks/assistant-order.js";
import { repairBlankText } from "../blocks/blank-text.js";
import { limitCachePoints } from "../blocks/cache-points.js";
import { trimPrefill } from "../blocks/prefill.js";
import type { ReadyRequest } from "../blocks/ready-request.js";
import { type BlockRepair, repairBlocks } from "../blocks/repair.js";
import { repairReasoning } from "../blocks/thinking-budget.js";
import { dropUnsignedReasoning } from "../blocks/unsigned-reasoning.js";
import type { Warn } from "../blocks/warning-log.js";
import { repairMedia } from "./repair/media.js";
import { converseService } from "./repair/service.js";
import { repairToolStatus } from "./repair/tool-status.js";

/**
 * Changes a request to what Converse accepts (Bedrock service model, botocore 0e6e240 of 2026-08-07), as {@link repairBlocks}
 * describes it.
 */
export function repair(original: ChatRequest, target: Target, warn: Warn): ReadyRequest {
  return repairBlocks(original, { target, warn }, converse);
}

const converse: BlockRepair = {
  service: converseService,
  steps: [
    repairToolStatus,
    repairMedia,
    repairBlankText,
    dropUnsignedReasoning,
    orderAssistantParts,
    trimPrefill,
    repairArguments,
    limitCachePoints,
  ],
  settle: (request, { target, warn }) => ({
    ...request,
    reasoning: repairReasoning(request.reasoning, target, warn),
  }),
  // Its only format is a schema (API reference, OutputFormat, read 2026-11-28).
  isInstructed: ({ kind }) => kind === "json-object",
};
