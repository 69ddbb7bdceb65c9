import type { MediaSource } from "../../../chat/message.js";

/** Media type → Converse image format (Bedrock service model, botocore 0e6e240 of 2026-08-07). `image/jpg` is no type but common. */
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

/** Converse's word for a source: by media type, or by the ending of an S3 link. `listed` false: Converse has no word. */
export function formatOf(
  source: MediaSource,
  known: ReadonlyMap<string, string>,
): { readonly format: string; readonly listed: boolean } {
  if (source.kind === "url") {
    const ending = /\.([a-z0-9]+)$/i.exec(source.url)?.[1]?.toLowerCase() ?? "";
    const word = ending === "jpg" ? "jpeg" : ending;
    return { format: word, listed: [...known.values()].includes(word) };
  }
  const mediaType = (source.mediaType.split(";")[0] ?? "").trim().toLowerCase();
  const word = known.get(mediaType);
  return word === undefined
    ? { format: mediaType.split("/").at(-1) ?? mediaType, listed: false }
    : { format: word, listed: true };
}

/** Converse's word → media type, for reading a request back; an unlisted word becomes `<family>/<word>`. */
export function mediaTypeOf(format: string, family: "image" | "document"): string {
  const known = family === "image" ? imageFormats : documentFormats;
  const found = [...known].find(([, word]) => word === format);
  return found === undefined ? `${family === "image" ? "image" : "application"}/${format}` : found[0];
}
