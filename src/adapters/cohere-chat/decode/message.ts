import { isJsonObject, type JsonObject, type JsonValue } from "../../../chat/json.js";
import { begin, noteEach } from "../../draft-notes.js";
import { listAt, objectAt, textAt } from "../../openai/wire-members.js";
import { addInfo, addOther, addReasoning, addText, closePart, openPart } from "../../read-only/reply-state.js";
import { closePlan, readFinish } from "./finish.js";
import type { CohereDraft } from "./state.js";

/** Reads a whole reply: content, then the plan, then the calls. */
export function readMessage(draft: CohereDraft, body: JsonObject): void {
  begin(draft);
  addInfo(draft, { id: textAt(body, "id"), model: null });
  const message = objectAt(body, "message") ?? {};
  for (const [index, item] of (listAt(message, "content") ?? []).entries()) readContent(draft, item, index);
  draft.own = { ...draft.own, plan: textAt(message, "tool_plan") };
  closePlan(draft);
  for (const [index, call] of (listAt(message, "tool_calls") ?? []).entries()) readCall(draft, call, index);
  readFinish(draft, body);
}

function readContent(draft: CohereDraft, item: JsonValue, index: number): void {
  const key = `content ${index}`;
  const content = isJsonObject(item) ? item : {};
  const thinking = textAt(content, "thinking");
  const text = textAt(content, "text");
  if (thinking !== null) addReasoning(draft, key, { text: thinking, signature: null, field: "thinking" });
  else if (text !== null) addText(draft, key, text);
  else addOther(draft, item);
  closePart(draft, key);
}

function readCall(draft: CohereDraft, item: JsonValue, index: number): void {
  const key = `call ${index}`;
  const call = isJsonObject(item) ? item : {};
  const called = objectAt(call, "function");
  if (called === null) {
    noteEach(draft, "unknown-field", `a call that is no function was kept as it came: message.tool_calls[${index}]`);
    addOther(draft, item);
    return;
  }
  openPart(draft, { key, kind: "tool-call" }, (part) => ({
    kind: "tool-call-start",
    part,
    id: textAt(call, "id"),
    name: textAt(called, "name"),
    argumentsText: textAt(called, "arguments"),
  }));
  closePart(draft, key);
}
