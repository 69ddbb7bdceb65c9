import { parseJson } from "../../wire/json.js";
import { RecordingError, type RecordingFormat } from "../format.js";
import { apiOfResponse } from "../identify/response-shape.js";
import type { Interaction } from "../interaction.js";
import type { RecordingFile } from "../recording-file.js";
import { bareResponse } from "./response-json.js";

/** A file that is nothing but the SSE body of a response. */
export const responseSse: RecordingFormat = {
  id: "response-sse",
  title: "bare response body (SSE)",
  detect: (file) =>
    /^(?:\u00ef\u00bb\u00bf)?\s*(?::|data:|event:|id:|retry:)/.test(latin1(file, 64)) &&
    (apiOfResponse(file.bytes, null) !== null || damaged.test(latin1(file, 4096))),
  read: (file) => [readBody(file)],
};

/** A first event whose JSON does not parse. */
const damaged = /(?:^|\n)data: ?\{"(?:id|object|choices|model)"/;

function latin1(file: RecordingFile, upTo: number): string {
  return Buffer.from(file.bytes.subarray(0, upTo)).toString("latin1");
}

/**
 * Editors take blank lines off the end of a file, and SSE needs one to close its last event. It is put back, and said,
 * where that event is whole; a file that ends inside of it stays cut.
 */
function readBody(file: RecordingFile): Interaction {
  const text = file.text();
  if (apiOfResponse(file.bytes, null) === null && damaged.test(latin1(file, 4096))) {
    throw new RecordingError(file.name, 0, "the JSON of its first event is cut or damaged");
  }
  if (text === null || /(?:\r\n|\n|\r(?!\n)){2}$/.test(text) || !isWholeEvent(lastLine(text))) {
    return bareResponse(file, "response-sse", { contentType: "text/event-stream", body: file.bytes });
  }
  const closed = new TextEncoder().encode(`${text.trimEnd()}\n\n`);
  const notes = ["the blank line that closes the last event is ours: the file ends without one"];
  return bareResponse(file, "response-sse", {
    contentType: "text/event-stream",
    body: closed,
    lost: ["frames"],
    notes,
  });
}

function lastLine(text: string): string {
  return (
    text
      .trimEnd()
      .split(/\r?\n|\r/)
      .at(-1) ?? ""
  );
}

function isWholeEvent(line: string): boolean {
  const data = /^data: ?(.*)$/.exec(line)?.[1];
  return data === "[DONE]" || (data !== undefined && parseJson(data).ok);
}
