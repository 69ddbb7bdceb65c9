import { isJsonObject, type JsonObject } from "../../../chat/json.js";
import type { SignaturePlace } from "../../answer/answer.js";

/**
 * The events of all blocks, with each signature at its place. OpenRouter was seen to send one behind the text that follows it
 * (rikkahub/rikkahub#1075 and #1076, 2026-04-11); whether its block is then still open is not recorded. A last block keeps its own.
 */
export function placedEvents(blocks: readonly (readonly JsonObject[])[], place: SignaturePlace): readonly JsonObject[] {
  const events: JsonObject[] = [];
  let late: readonly JsonObject[] = [];
  blocks.forEach((block, at) => {
    const from = block.findIndex(isSignature);
    const isMoved = place !== "inside" && from !== -1 && at < blocks.length - 1;
    const moved = block.slice(from, place === "late" ? block.length : from + 1);
    events.push(...(isMoved ? block.filter((event) => !moved.includes(event)) : block), ...late);
    late = isMoved ? moved : [];
  });
  return events;
}

function isSignature({ delta }: JsonObject): boolean {
  return isJsonObject(delta) && delta["type"] === "signature_delta";
}
