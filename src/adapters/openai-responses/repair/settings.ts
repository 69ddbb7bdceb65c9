import type { ChatRequest } from "../../../chat/request.js";
import type { Repairing } from "../../openai/repair/repairing.js";
import { repairSettings as repairShared } from "../../openai/repair/settings.js";

/**
 * Brings settings within the API's documented limits. Stop sequences are refused: the API has none, and a reply that goes on past them
 * is not the one that was asked for. What else it has not (seed, top k, a bias) only steers the reply, and is dropped with a warning.
 */
export function repairSettings(request: ChatRequest, repairing: Repairing): ChatRequest {
  const settled = repairShared(request, repairing);
  const stops = (request.stopSequences ?? []).filter((stop) => stop !== "");
  if (stops.length > 0) return repairing.refuse("stopSequences", "this API has no stop sequences");
  // One choice is what the API gives.
  return { ...settled, stopSequences: null, choices: request.choices === 1 ? null : request.choices };
}
