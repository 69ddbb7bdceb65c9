import { isJsonObject, type JsonObject, type JsonValue } from "../../../../chat/json.js";
import { isName, isNothing } from "../../../openai-chat/server/read-request/kept-members.js";
import { demand, RequestRefusal, shown } from "../../../openai-chat/server/read-request/refusal.js";

/**
 * Refuses an image or a document that would be lost on the way: a file in Anthropic's store, a link that is not http, a document of
 * blocks. The provider fetches links, never the router.
 */
export function checkSource(block: JsonObject, at: string): JsonObject {
  const path = `${at}.source`;
  const { source, title } = block;
  demand(isJsonObject(source), path, "an object");
  demand(isNothing(title) || typeof title === "string", `${at}.title`, "a string");
  switch (source["type"]) {
    case "base64":
      demand(isName(source["media_type"]), `${path}.media_type`, "a media type");
      demand(isName(source["data"]), `${path}.data`, "base64");
      return block;
    case "url":
      demand(isLink(source["url"]), `${path}.url`, "an http or https URL");
      return block;
    case "text":
      if (block["type"] !== "document") throw unknownSource(source, path, block);
      demand(typeof source["data"] === "string", `${path}.data`, "a string");
      return { ...block, source: { media_type: "text/plain", ...source } };
    case "file":
      throw new RequestRefusal(
        `${path}.type`,
        `'${path}' names a file in a store that other providers cannot read: send it as base64.`,
        "unsupported_parameter",
      );
    default:
      throw unknownSource(source, path, block);
  }
}

/** `s3:` and `file:` would be read with the router's permissions. */
function isLink(url: JsonValue | undefined): boolean {
  return typeof url === "string" && /^https?:\/\/[^\s/]/i.test(url);
}

function unknownSource({ type }: JsonObject, path: string, block: JsonObject): RequestRefusal {
  const taken = block["type"] === "document" ? "base64, text or url" : "base64 or url";
  return new RequestRefusal(
    `${path}.type`,
    `'${path}.type' must be ${taken}, not ${shown(type)}.`,
    "unsupported_value",
  );
}
