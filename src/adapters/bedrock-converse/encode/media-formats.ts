import type { MediaSource } from "../../../chat/message.js";

/**
 * Media type → Converse image format (Bedrock service model, botocore 0e6e240 of 2026-08-07). `image/jpg` is not a
 * registered type but is common.
 */
export const imageFormats: ReadonlyMap<string, string> = new Map([
  ["image/png", "png"],
  ["image/jpeg", "jpeg"],
  ["image/jpg", "jpeg"],
  ["image/gif", "gif"],
  ["image/webp", "webp"],
]);

/** Media type → Converse document format (same source). */
export const documentFormats: ReadonlyMap<string, string> = new Map([
  ["application/pdf", "pdf"],
  ["text/csv", "csv"],
  ["application/msword", "doc"],
  ["application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"],
  ["application/vnd.ms-excel", "xls"],
  ["application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"],
  ["text/html", "html"],
  ["text/plain", "txt"],
  ["text/markdown", "md"],
]);

/**
 * Converse's format for a source: by media type, or by the extension of an S3 link. `listed` false: Converse has no
 * such format.
 */
export function formatOf(
  source: MediaSource,
  known: ReadonlyMap<string, string>,
): { readonly format: string; readonly listed: boolean } {
  if (source.kind === "url") {
    const extension = /\.([a-z0-9]+)$/i.exec(source.url)?.[1]?.toLowerCase() ?? "";
    const format = extension === "jpg" ? "jpeg" : extension;
    return { format, listed: [...known.values()].includes(format) };
  }
  const mediaType = (source.mediaType.split(";")[0] ?? "").trim().toLowerCase();
  const format = known.get(mediaType);
  return format === undefined
    ? { format: mediaType.split("/").at(-1) ?? mediaType, listed: false }
    : { format, listed: true };
}

/**
 * Converse's format → media type, to decode a request. An unlisted format becomes `image/<format>` or
 * `application/<format>`.
 */
export function mediaTypeOf(format: string, family: "image" | "document"): string {
  const known = family === "image" ? imageFormats : documentFormats;
  const found = [...known].find(([, listed]) => listed === format);
  return found === undefined ? `${family === "image" ? "image" : "application"}/${format}` : found[0];
}
