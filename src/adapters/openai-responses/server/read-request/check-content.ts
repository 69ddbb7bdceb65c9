import { isJsonObject, type JsonObject, type JsonValue } from "../../../../chat/json.js";
import { checkSource } from "../../../openai-chat/server/read-request/check-content.js";
import { isNothing } from "../../../openai-chat/server/read-request/kept-members.js";
import { demand, RequestRefusal, shown } from "../../../openai-chat/server/read-request/refusal.js";

type PartType = "text" | "input_text" | "output_text" | "refusal" | "input_image" | "input_file";

/** What content may be. `of`: whose it is, for the message of a refusal. */
export type ContentRule = { readonly of: string; readonly parts: readonly PartType[]; readonly mayBeEmpty: boolean };

/**
 * Refuses content that would be lost on the way to a provider: a kind of part that its item does not take, a link that is neither data
 * nor http, a file in a store. Blank text is left to the repair.
 */
export function checkContent(content: JsonValue | undefined, param: string, rule: ContentRule): void {
  if (typeof content === "string") return;
  demand(Array.isArray(content), param, "a string or a list of parts");
  if (content.length === 0) demand(rule.mayBeEmpty, param, "a string or a list of at least one part");
  for (const [index, part] of content.entries()) checkPart(part, `${param}[${index}]`, rule);
}

function checkPart(part: JsonValue, param: string, { of, parts }: ContentRule): void {
  demand(isJsonObject(part), param, "an object");
  const type = parts.find((known) => known === part["type"]);
  switch (type) {
    case "text":
    case "input_text":
    case "output_text":
      demand(typeof part["text"] === "string", `${param}.text`, "a string");
      return;
    case "refusal":
      demand(typeof part["refusal"] === "string", `${param}.refusal`, "a string");
      return;
    case "input_image":
      refuseStored(part, param, "image_url");
      checkSource(part["image_url"], `${param}.image_url`);
      return;
    case "input_file":
      checkFile(part, param);
      return;
    default: {
      const message = `'${param}.type' is ${shown(part["type"])}: the content of ${of} can be ${parts.join(", ")}.`;
      throw new RequestRefusal(`${param}.type`, message, "unsupported_value");
    }
  }
}

function checkFile(part: JsonObject, param: string): void {
  const name = isNothing(part["file_data"]) && !isNothing(part["file_url"]) ? "file_url" : "file_data";
  refuseStored(part, param, name);
  checkSource(part[name], `${param}.${name}`);
  const { filename } = part;
  demand(isNothing(filename) || typeof filename === "string", `${param}.filename`, "a string");
}

function refuseStored(part: JsonObject, param: string, instead: string): void {
  if (isNothing(part["file_id"])) return;
  const message = `'${param}.file_id' names a file in a store that other providers cannot read: send '${instead}'.`;
  throw new RequestRefusal(`${param}.file_id`, message, "unsupported_parameter");
}
