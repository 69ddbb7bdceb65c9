import type { BlockService } from "../../blocks/service.js";

/** Limits of the service model (botocore 0e6e240 of 2026-08-07). `.` and `:` are in ids only since 2026-04-02. */
export const converseService: BlockService = {
  name: "Converse",
  refuser: "Bedrock",
  // Nova and Nemotron refuse `content: []` (docs/translation/bedrock-converse.md, "An empty tool result").
  emptyResult: "",
  callIds: /^[a-zA-Z0-9_.:-]{1,64}$/,
  toolNames: { pattern: /^[a-zA-Z0-9_-]{1,64}$/, longest: 64 },
  maxStops: 2500,
  refusesBlankStops: false,
  hasChoiceNone: false,
  takesUnsignedReasoning: true,
};
