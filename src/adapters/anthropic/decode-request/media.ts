import type { JsonObject } from "../../../chat/json.js";
import type { DocumentPart, ImagePart, MediaSource } from "../../../chat/message.js";
import { booleanIn, objectIn, stringIn } from "../../draft/read-json.js";
import type { Place } from "./place.js";

/** Decodes an image or a document; null, with a warning, for a source that the chat vocabulary does not have. */
export function mediaPart(block: JsonObject, place: Place): ImagePart | DocumentPart | null {
  const type = stringIn(block, "type");
  const given = objectIn(block, "source") ?? {};
  const source = sourceOf(given);
  if (source === null) {
    place.lose(
      "part-dropped",
      `a source of type ${String(stringIn(given, "type"))} in a block of type ${String(type)}`,
    );
    return null;
  }
  if (type === "image") return { kind: "image", source };
  if (stringIn(block, "context") !== null) place.lose("not-read", "the context of a document");
  if (booleanIn(objectIn(block, "citations") ?? {}, "enabled") === true) {
    place.lose("not-read", "the citations that a document asks for");
  }
  return { kind: "document", source, name: stringIn(block, "title") };
}

/** A text as a source is bytes of its media type. */
function sourceOf(source: JsonObject): MediaSource | null {
  const type = stringIn(source, "type");
  const url = stringIn(source, "url");
  if (url !== null && type !== "base64") return { kind: "url", url };
  const [data, mediaType] = [stringIn(source, "data"), stringIn(source, "media_type")];
  if (data === null || mediaType === null) return null;
  if (type !== "text") return { kind: "bytes", mediaType, base64: data };
  return { kind: "bytes", mediaType, base64: Buffer.from(data).toString("base64") };
}
