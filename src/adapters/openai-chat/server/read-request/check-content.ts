import { isJsonObject, type JsonObject, type JsonValue } from "../../../../chat/json.js";
import { demand, RequestRefusal, shown } from "./refusal.js";

type PartType = "text" | "image_url" | "file";

/** What the content of a message may be. Without `required`, null and absent content are allowed. */
export type ContentRule = { readonly role: string; readonly parts: readonly PartType[]; readonly required: boolean };

/**
 * Refuses content that would be lost on the way to a provider: a kind of part that the role does not allow, a link that is
 * neither data nor http, a file in OpenAI's store. Blank text is left to the repair.
 */
export function checkContent(content: JsonValue | undefined, param: string, rule: ContentRule): void {
  if (content === undefined || content === null) {
    demand(!rule.required, param, "a string or a list of parts");
    return;
  }
  if (typeof content === "string") return;
  demand(Array.isArray(content), param, "a string or a list of parts");
  if (content.length === 0) demand(!rule.required, param, "a string or a list of at least one part");
  for (const [index, part] of content.entries()) checkPart(part, `${param}[${index}]`, rule);
}

function checkPart(part: JsonValue, param: string, { role, parts }: ContentRule): void {
  demand(isJsonObject(part), param, "an object");
  const type = parts.find((known) => known === part["type"]);
  switch (type) {
    case "text":
      demand(typeof part["text"] === "string", `${param}.text`, "a string");
      return;
    case "image_url":
      checkImage(part, param);
      return;
    case "file":
      checkFile(part, param);
      return;
    default: {
      const message = `'${param}.type' is ${shown(part["type"])}: the content of a message with the role ${role} can be ${parts.join(", ")}.`;
      throw new RequestRefusal(`${param}.type`, message, "unsupported_value");
    }
  }
}

function checkImage(part: JsonObject, param: string): void {
  const image = part["image_url"];
  demand(isJsonObject(image), `${param}.image_url`, "an object with a url");
  checkSource(image["url"], `${param}.image_url.url`);
}

function checkFile(part: JsonObject, param: string): void {
  const file = part["file"];
  demand(isJsonObject(file), `${param}.file`, "an object with file_data");
  if (file["file_data"] === undefined && file["file_id"] !== undefined) {
    const message = `'${param}.file.file_id' names a file in a store that other providers cannot read: send 'file_data'.`;
    throw new RequestRefusal(`${param}.file.file_id`, message, "unsupported_parameter");
  }
  checkSource(file["file_data"], `${param}.file.file_data`);
  const name = file["filename"];
  demand(name === undefined || name === null || typeof name === "string", `${param}.file.filename`, "a string");
}

/** The provider fetches links, never the router. `s3:` and `file:` would be read with the router's permissions. */
export function checkSource(url: JsonValue | undefined, param: string): void {
  const isAllowed = typeof url === "string" && (/^data:[^;,]+;base64,./.test(url) || /^https?:\/\/[^\s/]/i.test(url));
  demand(isAllowed, param, "an http or https URL, or data:<media type>;base64,<bytes>");
}
