import type { JsonObject, JsonValue } from "../../chat/json.js";
import { listAt, memberOf, textAt } from "./members.js";
import type { RequestContent } from "./model-request.js";
import { readAnthropic } from "./read-anthropic.js";
import { contentText } from "./read-openai.js";

/** Reads a body of Anthropic's Messages, whose messages may have the role `system` too. */
export function readMessages(body: JsonObject): RequestContent {
  const messages = listAt(body, "messages");
  const later = messages.filter(isSystem).map((message) => contentText(memberOf(message, "content")));
  const content = readAnthropic({ ...body, messages: messages.filter((message) => !isSystem(message)) });
  if (later.length === 0) return content;
  return { ...content, system: [...(content.system === null ? [] : [content.system]), ...later].join("\n") };
}

function isSystem(message: JsonValue): boolean {
  return textAt(message, "role") === "system";
}
