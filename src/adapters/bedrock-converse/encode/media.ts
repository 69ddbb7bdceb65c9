import type { JsonObject } from "../../../chat/json.js";
import type { DocumentPart, ImagePart, MediaSource } from "../../../chat/message.js";
import type { Warn } from "../../blocks/warning-log.js";
import { documentFormats, formatOf, imageFormats } from "./media-formats.js";

/** Encodes an image block; empty, with a warning, when its source cannot be sent. */
export function encodeImage({ source }: ImagePart, field: string, warn: Warn): readonly JsonObject[] {
  const encodedSource = encodeSource(source, field, warn);
  if (encodedSource === null) return [];
  return [{ image: { format: sentFormat(formatOf(source, imageFormats), field, warn), source: encodedSource } }];
}

/** Encodes a document block. A missing name is left out with a warning, and the service will refuse the block. */
export function encodeDocument({ source, name }: DocumentPart, field: string, warn: Warn): readonly JsonObject[] {
  const encodedSource = encodeSource(source, field, warn);
  if (encodedSource === null) return [];
  if (name === null) warn("document-name-missing", `${field}.name`, "Converse requires a document name; none is sent");
  const format = sentFormat(formatOf(source, documentFormats), field, warn);
  return [{ document: { format, ...(name === null ? {} : { name }), source: encodedSource } }];
}

function encodeSource(source: MediaSource, field: string, warn: Warn): JsonObject | null {
  if (source.kind === "bytes") return { bytes: source.base64 };
  if (isS3(source.url)) return { s3Location: { uri: source.url } };
  warn("url-not-carried", field, "Converse accepts only bytes or s3:// links; the part is not sent");
  return null;
}

/** True for an `s3://` link, the only kind that Converse accepts. */
export function isS3(url: string): boolean {
  return url.startsWith("s3://");
}

/** The format to send; one that Converse does not list is sent anyway, with a warning. */
function sentFormat({ format, listed }: ReturnType<typeof formatOf>, field: string, warn: Warn): string {
  if (!listed) warn("media-type-unlisted", field, `Converse lists no format for ${format}`);
  return format;
}
