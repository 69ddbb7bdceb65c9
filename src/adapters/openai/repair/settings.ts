import type { ChatRequest } from "../../../chat/request.js";
import type { Repairing } from "./repairing.js";

/** Brings settings within the documented limits of OpenAI's APIs (API reference, read 2026-08). */
export function repairSettings(request: ChatRequest, { target, changed }: Repairing): ChatRequest {
  const clamp = (name: "temperature" | "topP", most: number): number | null => {
    const value = request[name];
    if (value === null || (value >= 0 && value <= most)) return value;
    const clamped = value < 0 ? 0 : most;
    changed("setting-clamped", name, `${value} is sent as ${clamped}`);
    return clamped;
  };
  const noTools = request.tools === null || request.tools.length === 0;
  if (request.tools?.length === 0) changed("tools-omitted", "tools", "an empty list of tools is not sent");
  if (noTools && request.toolChoice !== null) {
    changed("tool-choice-omitted", "toolChoice", "a tool choice without tools is not sent");
  }
  const temperature = clamp("temperature", 2);
  const topP = clamp("topP", 1);
  const oneOf = target.quirks.temperatureOrTopP === true && temperature !== null && topP !== null;
  if (oneOf) changed("setting-dropped", "topP", "this service refuses temperature and topP together");
  return {
    ...request,
    tools: noTools ? null : request.tools,
    toolChoice: noTools ? null : request.toolChoice,
    temperature,
    topP: oneOf ? null : topP,
  };
}
