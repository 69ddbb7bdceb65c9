import type { ChatRequest } from "../../chat/request.js";
import type { Target } from "../../chat/target.js";
import { repairArguments } from "../blocks/arguments.js";
import { repairBlankText } from "../blocks/blank-text.js";
import { limitCachePoints } from "../blocks/cache-points.js";
import { trimPrefill } from "../blocks/prefill.js";
import type { ReadyRequest } from "../blocks/ready-request.js";
import { type BlockRepair, repairBlocks } from "../blocks/repair.js";
import { dropUnsignedReasoning } from "../blocks/unsigned-reasoning.js";
import type { Warn } from "../blocks/warning-log.js";
import { dropStrayCachePoints } from "./repair/cache-points.js";
import { repairMedia } from "./repair/media.js";
import { keepOwnReasoning } from "./repair/reasoning.js";
import { messagesService } from "./repair/service.js";
import { warnMovedSystem } from "./repair/system.js";
import { repairThinking } from "./repair/thinking.js";

/** Changes a request to what Messages accepts, as {@link repairBlocks} describes it. */
export function repair(original: ChatRequest, target: Target, warn: Warn): ReadyRequest {
  return repairBlocks(original, { target, warn }, messages);
}

const messages: BlockRepair = {
  service: messagesService,
  steps: [
    warnMovedSystem,
    repairMedia,
    repairBlankText,
    keepOwnReasoning,
    dropUnsignedReasoning,
    trimPrefill,
    repairArguments,
    dropStrayCachePoints,
    limitCachePoints,
  ],
  settle: repairThinking,
  // Its only format is a schema; not every service of it has one (`capabilities.structuredOutput`).
  isInstructed: ({ kind }, { capabilities }) =>
    kind === "json-object" || (kind === "json-schema" && capabilities.structuredOutput === false),
};
