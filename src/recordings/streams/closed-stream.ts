import { parseJson } from "../../wire/json.js";

/** What is noted where {@link closedStream} added a line. */
export const closedNote = "the blank line that closes the last event was added: the file ends without one";

/**
 * Editors remove blank lines at the end of a file, but SSE needs one to close the last event. The stream with that line, if its last
 * event is complete; null: it has the line, or ends inside the event, and stays as it is.
 */
export function closedStream(text: string): string | null {
  const isClosed = /(?:\r\n|\n|\r(?!\n)){2}$/.test(text);
  return isClosed || !isWholeEvent(lastLine(text)) ? null : `${text.trimEnd()}\n\n`;
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
