import type { ChatRequest } from "../../../chat/request.js";
import type { Arm } from "../space.js";
import { flips } from "./flips/registry.js";

/**
 * The request with the factors of an arm changed, in the order of the registry, whatever the order in the arm. Throws for a factor that
 * cannot be changed, which is a mistake of the caller.
 */
export function changeRequest(
  request: ChatRequest,
  changed: Arm["changed"],
  sentinels: readonly string[],
): ChatRequest {
  const unknown = Object.keys(changed).find((factor) => !flips.some(({ id }) => id === factor));
  if (unknown !== undefined) throw new Error(`no factor ${unknown} can be changed`);
  return flips.reduce((one, flip) => {
    const level = changed[flip.id];
    return level === undefined ? one : flip.apply(one, level, sentinels);
  }, request);
}
