import type { Message, UserMessage } from "../../../chat/message.js";
import { typeOf } from "../../anthropic/write-blocks.js";
import { Refusal } from "../../blocks/refusal.js";
import type { RepairStep } from "../../blocks/repair-step.js";
import type { Warn } from "../../blocks/warning-log.js";
import { isListedDocument, isListedImage } from "../encode/media.js";

type Part = UserMessage["parts"][number];

/** Refuses images and documents that the API does not take, naming the field. Other text than plain is sent as plain text. */
export const repairMedia: RepairStep = (messages, { warn }) =>
  messages.map(({ index, message }) => {
    if (message.role !== "user" && message.role !== "tool") return { index, message };
    const parts = message.parts.map((part, at) =>
      part.kind === "image" || part.kind === "document"
        ? accepted(part, `messages[${index}].parts[${at}]`, warn)
        : part,
    );
    return { index, message: { ...message, parts } as Message };
  });

function accepted(part: Part & { kind: "image" | "document" }, field: string, warn: Warn): Part {
  const { kind, source } = part;
  if (kind === "image" ? isListedImage(source) : isListedDocument(source)) return part;
  if (source.kind === "url") throw new Refusal(field, "Messages follows only http and https links");
  if (kind === "document" && typeOf(source).startsWith("text/")) {
    warn(
      "media-type-changed",
      field,
      `Messages has only plain text: ${JSON.stringify(source.mediaType)} is sent as that`,
    );
    return { ...part, source: { ...source, mediaType: "text/plain" } };
  }
  const takes = kind === "image" ? "JPEG, PNG, GIF and WebP" : "PDF and text";
  throw new Refusal(field, `Messages does not accept ${JSON.stringify(source.mediaType)}, only ${takes}`);
}
