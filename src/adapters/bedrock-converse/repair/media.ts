import type { DocumentPart, ImagePart, Message, ToolMessage, UserMessage } from "../../../chat/message.js";
import { Refusal } from "../../blocks/refusal.js";
import type { RepairStep } from "../../blocks/repair-step.js";
import type { Numbered } from "../../blocks/turns.js";
import type { Warn } from "../../blocks/warning-log.js";
import { isS3 } from "../encode/media.js";
import { documentFormats, formatOf, imageFormats } from "../encode/media-formats.js";
import { createDocumentNames } from "./document-names.js";

/** The limits of one request (Bedrock service model and user guide, botocore 0e6e240 of 2026-08-07). */
const images = { what: "image", a: "an image", count: 20, bytes: 3.75 * 1024 * 1024 };
const documents = { what: "document", a: "a document", count: 5, bytes: 4.5 * 1024 * 1024 };

/**
 * Gives documents names that Bedrock accepts and a text beside them. Refuses media beyond the limits, naming the field.
 */
export const repairMedia: RepairStep = (messages, { warn }) => {
  const counted = { image: 0, document: 0 };
  const nameFor = createDocumentNames(warn);
  const check = <Part extends { readonly kind: string }>(part: Part, field: string): Part => {
    if (isImage(part)) {
      counted.image += 1;
      checkBounds(part, field, { ...images, nth: counted.image });
      checkFormat(part, field, imageFormats);
    } else if (isDocument(part)) {
      counted.document += 1;
      checkBounds(part, field, { ...documents, nth: counted.document });
      checkFormat(part, field, documentFormats);
      return { ...part, name: nameFor(part, `${field}.name`) };
    }
    return part;
  };
  return messages.map((one) => ({ index: one.index, message: repairMessage(one, check, warn) }));
};

type Check = <Part extends { readonly kind: string }>(part: Part, field: string) => Part;

function repairMessage({ index, message }: Numbered, check: Check, warn: Warn): Message {
  if (message.role !== "user" && message.role !== "tool") return message;
  const parts = message.parts.map((part, partIndex) => check(part, `messages[${index}].parts[${partIndex}]`));
  const checked = { ...message, parts } as UserMessage | ToolMessage;
  return checked.role === "user" ? withText(index, checked, warn) : checked;
}

/** "A text block must be included when using documents." */
function withText(index: number, message: UserMessage, warn: Warn): UserMessage {
  const names = message.parts.flatMap((part) => (part.kind === "document" ? [part.name ?? "document"] : []));
  const hasText = message.parts.some((part) => part.kind === "text" && part.text.trim() !== "");
  if (names.length === 0 || hasText) return message;
  const text = `Attached: ${names.join(", ")}`;
  warn(
    "text-added",
    `messages[${index}].parts`,
    `Bedrock requires a text beside a document; ${JSON.stringify(text)} is sent`,
  );
  return { ...message, parts: [...message.parts, { kind: "text", text }] };
}

function isImage(part: { readonly kind: string }): part is ImagePart {
  return part.kind === "image";
}

function isDocument(part: { readonly kind: string }): part is DocumentPart {
  return part.kind === "document";
}

/** `nth`: the number of this part among those of its kind, from 1. */
type Bounds = typeof images & { readonly nth: number };

function checkBounds({ source }: ImagePart | DocumentPart, field: string, bounds: Bounds): void {
  if (bounds.nth > bounds.count)
    throw new Refusal(field, `Bedrock accepts at most ${bounds.count} ${bounds.what}s in a request`);
  if (source.kind === "url") {
    if (isS3(source.url)) return;
    throw new Refusal(field, `Bedrock accepts ${bounds.a} as bytes or by an s3:// link, not by another link`);
  }
  const sizeBytes = Math.floor((source.base64.replace(/=+$/, "").length * 3) / 4);
  if (sizeBytes > bounds.bytes) {
    throw new Refusal(field, `this ${bounds.what} has ${sizeBytes} bytes; Bedrock accepts at most ${bounds.bytes}`);
  }
}

function checkFormat({ source }: ImagePart | DocumentPart, field: string, known: ReadonlyMap<string, string>): void {
  const { format, listed } = formatOf(source, known);
  if (!listed)
    throw new Refusal(
      field,
      `Bedrock does not accept ${JSON.stringify(format)}, only ${[...new Set(known.values())].join(", ")}`,
    );
}
