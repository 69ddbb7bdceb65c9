import type { JsonObject } from "../../../chat/json.js";
import type { DocumentPart, ImagePart, MediaSource } from "../../../chat/message.js";
import type { Warn } from "../../blocks/warning-log.js";
import { mediaTypeOf } from "../encode/media-formats.js";
import { objectOf, textOf } from "../wire.js";
import { warnUnread } from "./unread.js";

/** Decodes an image block; null when the block is not an image, or its source is neither bytes nor S3. */
export function decodeImage(block: JsonObject, field: string, warn: Warn): ImagePart | null {
  const image = objectOf(block, "image");
  const source = image === null ? null : decodeSource(image, "image");
  if (image === null || source === null) return null;
  warnUnread(image, { known: ["format", "source"], field: `${field}.image` }, warn);
  return { kind: "image", source };
}

/** {@link decodeImage} for a document block. */
export function decodeDocument(block: JsonObject, field: string, warn: Warn): DocumentPart | null {
  const document = objectOf(block, "document");
  const source = document === null ? null : decodeSource(document, "document");
  if (document === null || source === null) return null;
  warnUnread(document, { known: ["format", "name", "source"], field: `${field}.document` }, warn);
  return { kind: "document", source, name: textOf(document, "name") };
}

function decodeSource(media: JsonObject, family: "image" | "document"): MediaSource | null {
  const source = objectOf(media, "source");
  if (source === null) return null;
  const base64 = textOf(source, "bytes");
  if (base64 !== null) return { kind: "bytes", mediaType: mediaTypeOf(textOf(media, "format") ?? "", family), base64 };
  const s3 = objectOf(source, "s3Location");
  const url = s3 === null ? null : textOf(s3, "uri");
  return url === null ? null : { kind: "url", url };
}
