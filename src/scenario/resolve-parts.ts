import type {
  DocumentPart,
  ImagePart,
  JsonPart,
  MediaSource,
  TextPart,
  ToolResultPart,
  UserPart,
} from "../chat/message.js";
import { fillerText } from "./filler/filler-text.js";
import type { ContentFile, PartFile } from "./scenario-file.js";

/** The parts of a tool result. The schema guarantees exactly one of `text`, `json` and `parts`. */
export function resolveContent(content: ContentFile): readonly ToolResultPart[] {
  if (content.text !== undefined) return [{ kind: "text", text: content.text }];
  if (content.json !== undefined) return [{ kind: "json", value: content.json }];
  return (content.parts ?? []).map(resolvePart);
}

/** The parts of a user message. A user message cannot contain JSON parts, so JSON becomes text. */
export function resolveUserContent(content: string | readonly PartFile[]): readonly UserPart[] {
  if (typeof content === "string") return [{ kind: "text", text: content }];
  return content.map(resolvePart).map((part) => (part.kind === "json" ? jsonText(part) : part));
}

function resolvePart(part: PartFile): ToolResultPart {
  if (part.text !== undefined) return { kind: "text", text: part.text };
  if (part.filler !== undefined) return fillerPart(part.filler);
  if (part.image !== undefined) return { kind: "image", source: mediaSource(part.image) } satisfies ImagePart;
  if (part.document !== undefined) {
    const { name, source } = part.document;
    return { kind: "document", source: mediaSource(source), name } satisfies DocumentPart;
  }
  return { kind: "json", value: part.json ?? null };
}

/** A text that is made when it is first read: most commands read every scenario and send none. */
function fillerPart(filler: NonNullable<PartFile["filler"]>): TextPart {
  let made: string | null = null;
  return {
    kind: "text",
    get text() {
      made ??= fillerText(filler);
      return made;
    },
  };
}

function jsonText(part: JsonPart): UserPart {
  return { kind: "text", text: JSON.stringify(part.value) };
}

function mediaSource(media: NonNullable<PartFile["image"]>): MediaSource {
  return "url" in media ? { kind: "url", url: media.url } : { kind: "bytes", ...media };
}
