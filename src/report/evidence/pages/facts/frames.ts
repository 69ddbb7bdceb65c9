import { isStreaming, wireApiOf } from "../../../../chat/api.js";
import type { Arm, FrameFact } from "../../../../verdict/evidence/material.js";
import { counted } from "../../../counted.js";
import { code, table } from "../../../markdown-text.js";

/**
 * The event that ends a stream of this API, by the name that frames have here; null: the API wraps the model's own events and has none.
 * Sources: `messageStop` of ConverseStream (Bedrock API reference); `data: [DONE]` (OpenAI API description), 2026-11-29.
 */
function terminalEvent(api: Arm["target"]["api"]): string | null {
  const stream = wireApiOf(api)?.stream;
  if (stream?.kind === "sse") return "[DONE]";
  return stream?.kind === "aws-event-stream" && stream.onlyEvent === null ? "messageStop" : null;
}

/** Where a reply ends by its API's own word, as a phrase. */
export function endingText({ target, wire, turn }: Pick<Arm, "target" | "wire" | "turn">): string {
  const { frames, reply, end, status } = wire;
  const size = counted(reply.sizeBytes, "byte");
  if (status === null) return `no reply arrived (${end})`;
  if (!isStreaming(target.api) || status >= 400) return `a whole body of ${size}, not a stream`;
  const [name, last] = [terminalEvent(target.api), frames.at(-1)];
  const found = frames.findLast((frame) => frame.name === name);
  if (found !== undefined)
    return `${code(found.name)} at offset ${found.offset}, ${counted(found.length, "byte")}, of ${size}`;
  if (last === undefined) return `absent: the body is empty, and the connection ended with ${code(end)}`;
  const after = `the last event is ${code(last.name)} at offset ${last.offset} of ${size}`;
  if (name === null && turn.reply.completeness === "complete") return `no event of its own in this API; ${after}`;
  return `absent${name === null ? "" : ` (${code(name)})`}: ${after}, and the connection ended with ${code(end)}`;
}

/** The events of a reply with their places: the first four and the last six of many. `file`: the one that has all, as printed. */
export function framesTable(frames: readonly FrameFact[], file: string): string {
  if (frames.length === 0) return "The reply has no event.";
  const row = ({ offset, length, name, payload }: FrameFact): readonly string[] => [
    String(offset),
    String(length),
    code(name, 60),
    payload === null ? "bytes that are not text" : payload === "" ? "empty" : code(payload, 120),
  ];
  const head = ["offset", "length", "event", "payload"];
  if (frames.length <= 12) return table(head, frames.map(row));
  const hidden = frames.length - 10;
  const gap = ["…", "…", `${counted(hidden, "more event")}`, `${file} has all`];
  return table(head, [...frames.slice(0, 4).map(row), gap, ...frames.slice(-6).map(row)]);
}
