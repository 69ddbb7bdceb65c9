import type { BlockService } from "../../blocks/service.js";

/**
 * Limits of the Messages API: ids by its refusal ("String should match pattern '^[a-zA-Z0-9_-]+$'", openclaw/openclaw#10232, 2026), names
 * of tools by its reference (read 2026-08), stop sequences by its refusal ("each stop sequence must contain non-whitespace", read
 * 2026-11).
 */
export const messagesService: BlockService = {
  name: "Messages",
  refuser: "Messages",
  emptyResult: null,
  callIds: /^[a-zA-Z0-9_-]+$/,
  toolNames: { pattern: /^[a-zA-Z0-9_-]{1,128}$/, longest: 128 },
  maxStops: null,
  refusesBlankStops: true,
  hasChoiceNone: true,
  takesUnsignedReasoning: false,
};
