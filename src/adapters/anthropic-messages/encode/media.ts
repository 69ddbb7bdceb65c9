import type { JsonObject } from "../../../chat/json.js";
import type { DocumentPart, ImagePart, MediaSource } from "../../../chat/message.js";
import { imageBlock, typeOf, writeDocument } from "../../anthropic/write-blocks.js";
import type { Warn } from "../../blocks/warning-log.js";

/** The images that the API takes as bytes (Anthropic, "Vision", read 2026-08); `image/jpg` is sent as `image/jpeg`. */
const imageTypes: ReadonlySet<string> = new Set(["image/jpeg", "image/jpg", "image/png", "image/gif", "image/webp"]);

/** Encodes an image; a type that the API does not list is sent as it is, with a warning. */
export function encodeImage({ source }: ImagePart, field: string, warn: Warn): JsonObject {
  warnUnlisted(source, { listed: isListedImage(source), field, warn });
  return imageBlock(source);
}

/**
 * Encodes a document: a PDF as base64, text as the text itself, which is the API's only other form (Anthropic, "PDF support" and
 * "Files API", read 2026-08).
 */
export function encodeDocument(part: DocumentPart, field: string, warn: Warn): JsonObject {
  const { source } = part;
  warnUnlisted(source, { listed: isListedDocument(source), field, warn });
  return writeDocument(part);
}

/** True for a link that the service can follow, and for bytes of a type that it takes. */
export function isListedImage(source: MediaSource): boolean {
  return source.kind === "url" ? isLink(source.url) : imageTypes.has(typeOf(source));
}

/** True for a link that the service can follow, a PDF and plain text. */
export function isListedDocument(source: MediaSource): boolean {
  return source.kind === "url" ? isLink(source.url) : ["application/pdf", "text/plain"].includes(typeOf(source));
}

function isLink(url: string): boolean {
  return /^https?:\/\//i.test(url);
}

type Listing = { readonly listed: boolean; readonly field: string; readonly warn: Warn };

function warnUnlisted(source: MediaSource, { listed, field, warn }: Listing): void {
  if (listed) return;
  if (source.kind === "url")
    warn("url-unlisted", field, "Messages follows only http and https links; it is sent as it is");
  else
    warn(
      "media-type-unlisted",
      field,
      `Messages does not list ${JSON.stringify(source.mediaType)}; it is sent as it is`,
    );
}
