import type { RecordingFormat } from "../../format.js";
import { bareResponse } from "../response-json.js";

/** A file that contains only the body of an AWS event stream, as it was on the wire. */
export const eventStreamDump: RecordingFormat = {
  id: "event-stream",
  title: "bare response body (AWS event stream)",
  detect: ({ bytes }) => isFrame(bytes),
  read: (file) => [
    bareResponse(file, "event-stream", { contentType: "application/vnd.amazon.eventstream", body: file.bytes }),
  ],
};

/** The start of a frame: lengths, which have zero bytes, and headers of type string that every event of AWS has. */
function isFrame(bytes: Uint8Array): boolean {
  const start = Buffer.from(bytes.subarray(0, 256)).toString("latin1");
  return (
    start.slice(0, 8).includes("\0") &&
    /:(?:event-type|message-type|content-type|exception-type|error-code)\x07/.test(start)
  );
}
