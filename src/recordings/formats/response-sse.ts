import { spokenApis } from "../../adapters/registry.js";
import type { SpokenApi } from "../../adapters/spoken-api.js";
import { parseJson } from "../../wire/json.js";
import { RecordingError, type RecordingFormat } from "../format.js";
import { apiOfResponse, damagedStart } from "../identify/response-shape.js";
import type { Interaction } from "../interaction.js";
import type { RecordingFile } from "../recording-file.js";
import { bareResponse } from "./response-json.js";

/** A file that contains only the SSE body of a response. */
export function responseSse(spoken: readonly SpokenApi[] = spokenApis): RecordingFormat {
  const damaged = damagedStart("events", spoken);
  const isKnown = (file: RecordingFile) => apiOfResponse(file.bytes, null, spoken) !== null;
  const isDamaged = (file: RecordingFile) => !isKnown(file) && damaged.test(latin1(file, 4096));
  return {
    id: "response-sse",
    title: "bare response body (SSE)",
    detect: (file) =>
      /^(?:\u00ef\u00bb\u00bf)?\s*(?::|data:|event:|id:|retry:)/.test(latin1(file, 64)) &&
      (isKnown(file) || isDamaged(file)),
    read: (file) => {
      if (isDamaged(file))
        throw new RecordingError({ file: file.name, interaction: 0 }, "the JSON of its first event is cut or damaged");
      return [readBody(file)];
    },
  };
}

function latin1(file: RecordingFile, upTo: number): string {
  return Buffer.from(file.bytes.subarray(0, upTo)).toString("latin1");
}

/**
 * Editors remove blank lines at the end of a file, but SSE needs one to close the last event. If that event is complete, the
 * blank line is added back, with a note. A file that ends inside the event stays cut.
 */
function readBody(file: RecordingFile): Interaction {
  const text = file.text();
  if (text === null || /(?:\r\n|\n|\r(?!\n)){2}$/.test(text) || !isWholeEvent(lastLine(text))) {
    return bareResponse(file, "response-sse", { contentType: "text/event-stream", body: file.bytes });
  }
  const closed = new TextEncoder().encode(`${text.trimEnd()}\n\n`);
  const notes = ["the blank line that closes the last event was added: the file ends without one"];
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
