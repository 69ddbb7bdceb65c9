import type { JsonObject } from "../../../chat/json.js";
import type { ChatRequest } from "../../../chat/request.js";
import { writeTool, writeToolChoice } from "../../anthropic/write-tools.js";
import type { Warn } from "../../blocks/warning-log.js";

/** Encodes the tools and the tool choice, which has the switch for parallel calls. */
export function encodeTools(request: ChatRequest, warn: Warn): JsonObject {
  const { tools, parallelToolCalls } = request;
  tools?.forEach(({ parameters }, index) => {
    if (parameters !== null) return;
    const message = "Messages requires a schema: an object without properties is sent";
    warn("parameters-added", `tools[${index}].parameters`, message);
  });
  if (tools === null && parallelToolCalls !== null) {
    warn("dropped", "parallelToolCalls", `it is not sent without tools: ${parallelToolCalls}`);
  }
  return { ...(tools === null ? {} : { tools: tools.map(writeTool) }), ...writeToolChoice(request) };
}
