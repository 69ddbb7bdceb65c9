import type { JsonObject } from "../../../chat/json.js";
import type { DocumentPart, ImagePart, MediaSource } from "../../../chat/message.js";
import { documentFormats, formatOf, imageFormats } from "./media-formats.js";
import type { Warn } from "./warning-log.js";

/** An image block; none when its source cannot be carried, which is a warning. */
export function encodeImage({ source }: ImagePart, field: string, warn: Warn): readonly JsonObject[] {
  const carried = encodeSource(source, field, warn);
  if (carried === null) return [];
  return [{ image: { format: wordFor(formatOf(source, imageFormats), field, warn), source: carried } }];
}

/** A document block under the name it was given; without one the name is left out, and the service will refuse. */
export function encodeDocument({ source, name }: DocumentPart, field: string, warn: Warn): readonly JsonObject[] {
  const carried = encodeSource(source, field, warn);
  if (carried === null) return [];
  if (name === null) warn("document-name-missing", `${field}.name`, "Converse asks for a document name; none is sent");
  const format = wordFor(formatOf(source, documentFormats), field, warn);
  return [{ document: { format, ...(name === null ? {} : { name }), source: carried } }];
}

function encodeSource(source: MediaSource, field: string, warn: Warn): JsonObject | null {
  if (source.kind === "bytes") return { bytes: source.base64 };
  if (isS3(source.url)) return { s3Location: { uri: source.url } };
  warn("url-not-carried", field, "Converse takes bytes or s3:// only; the linked part is not sent");
  return null;
}

export function isS3(url: string): boolean {
  return url.startsWith("s3://");
}

/** The word for a media type; one that Converse does not list goes out as it is named, and is a warning. */
function wordFor({ format, listed }: ReturnType<typeof formatOf>, field: string, warn: Warn): string {
  if (!listed) warn("media-type-unlisted", field, `Converse lists no format for ${format}`);
  return format;
}
