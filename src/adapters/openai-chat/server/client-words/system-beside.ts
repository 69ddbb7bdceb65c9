import type { JsonObject } from "../../../../chat/json.js";

/** Whether the body has a system text beside its messages, which is read as a message before them: their indexes are one higher then. */
export function hasSystemBeside({ system }: JsonObject): boolean {
  return system !== undefined && system !== null && !(Array.isArray(system) && system.length === 0);
}
