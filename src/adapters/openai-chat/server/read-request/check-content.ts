import { isJsonObject, type JsonObject, type JsonValue } from "../../../../chat/json.js";
import { demand, RequestRefusal, shown } from "./refusal.js";

type PartType = "text" | "image_url" | "file";

/** What the content of a message may be: `required` false admits null and absence. */
export type ContentRule = { readonly role: string; readonly parts: readonly PartType[]; readonly required: boolean };

/**
 * Refuses content that would be lost on the way to a provider: a part of another kind than the role's, a link that is
 * neither data nor http, a file that only OpenAI's store has. Blank text is the repair's to judge.
 */
export function checkContent(content: JsonValue | undefined, param: string, rule: ContentRule): void {
  if (content === undefined || content === null) {
    demand(!rule.required, param, "a text or a list of parts");
    return;
  }
  if (typeof content === "string") return;
  demand(Array.isArray(content), param, "a text or a list of parts");
  if (content.length === 0) demand(!rule.required, param, "a text or a list of at least one part");
  for (const [index, part] of content.entries()) checkPart(part, `${param}[${index}]`, rule);
}

function checkPart(part: JsonValue, at: string, { role, parts }: ContentRule): void {
  demand(isJsonObject(part), at, "an object");
  const type = parts.find((known) => known === part["type"]);
  switch (type) {
    case "text":
      demand(typeof part["text"] === "string", `${at}.text`, "a text");
      return;
    case "image_url":
      checkImage(part, at);
      return;
    case "file":
      checkFile(part, at);
      return;
    default: {
      const message = `'${at}.type' is ${shown(part["type"])}: the content of a message of the role ${role} is carried as ${parts.join(", ")}.`;
      throw new RequestRefusal(`${at}.type`, message, "unsupported_value");
    }
  }
}

function checkImage(part: JsonObject, at: string): void {
  const image = part["image_url"];
  demand(isJsonObject(image), `${at}.image_url`, "an object with a url");
  checkSource(image["url"], `${at}.image_url.url`);
}

function checkFile(part: JsonObject, at: string): void {
  const file = part["file"];
  demand(isJsonObject(file), `${at}.file`, "an object with file_data");
  if (file["file_data"] === undefined && file["file_id"] !== undefined) {
    const message = `'${at}.file.file_id' names a file in a store that other providers cannot read: send 'file_data'.`;
    throw new RequestRefusal(`${at}.file.file_id`, message, "unsupported_parameter");
  }
  checkSource(file["file_data"], `${at}.file.file_data`);
  const name = file["filename"];
  demand(name === undefined || name === null || typeof name === "string", `${at}.file.filename`, "a text");
}

/** Links are the provider's to fetch, never ours; `s3:` and `file:` would be read with the router's own rights. */
function checkSource(url: JsonValue | undefined, param: string): void {
  const holds = typeof url === "string" && (/^data:[^;,]+;base64,./.test(url) || /^https?:\/\/[^\s/]/i.test(url));
  demand(holds, param, "a link of http or https, or data:<media type>;base64,<bytes>");
}
