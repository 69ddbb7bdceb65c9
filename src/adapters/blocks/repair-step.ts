import type { Target } from "../../chat/target.js";
import type { BlockService } from "./service.js";
import type { Numbered } from "./turns.js";
import type { Warn } from "./warning-log.js";

/** What a step of a repair depends on. */
export type RepairContext = { readonly target: Target; readonly service: BlockService; readonly warn: Warn };

/** One step of a repair: the messages that are sent in place of these. Each keeps its index in the caller's request. */
export type RepairStep = (messages: readonly Numbered[], context: RepairContext) => readonly Numbered[];
