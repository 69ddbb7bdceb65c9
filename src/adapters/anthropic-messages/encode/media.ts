import type { JsonObject } from "../../../chat/json.js";
import type { DocumentPart, ImagePart, MediaSource } from "../../../chat/message.js";
import { documentBlock, imageBlock, mediaSource } from "../../anthropic/write-blocks.js";
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
export function encodeDocument({ source, name }: DocumentPart, field: string, warn: Warn): JsonObject {
  if (source.kind === "bytes" && typeOf(source) === "text/plain") {
    const data = Buffer.from(source.base64, "base64").toString("utf8");
    return documentBlock({ type: "text", media_type: "text/plain", data }, name);
  }
  warnUnlisted(source, { listed: isListedDocument(source), field, warn });
  return documentBlock(mediaSource(source), name);
}

/** True for a link that the service can follow, and for bytes of a type that it takes. */
export function isListedImage(source: MediaSource): boolean {
  return source.kind === "url" ? isLink(source.url) : imageTypes.has(typeOf(source));
}

/** True for a link that the service can follow, a PDF and plain text. */
export function isListedDocument(source: MediaSource): boolean {
  return source.kind === "url" ? isLink(source.url) : ["application/pdf", "text/plain"].includes(typeOf(source));
}

/** The media type without parameters, in lower case. */
export function typeOf(source: MediaSource & { kind: "bytes" }): string {
  return (source.mediaType.split(";")[0] ?? "").trim().toLowerCase();
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
