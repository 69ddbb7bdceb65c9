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

/** The start of a frame: two lengths that agree, a checksum, and the name of a header that every AWS event has. */
function isFrame(bytes: Uint8Array): boolean {
  const start = Buffer.from(bytes.subarray(0, 256));
  if (start.length < 28) return false;
  const [total, headers] = [start.readUInt32BE(0), start.readUInt32BE(4)];
  const isPlausible = total <= 16 * 1024 * 1024 && headers <= total - 16;
  const name = start.toString("latin1", 13, 13 + (start[12] ?? 0));
  return (
    isPlausible && /^:(?:event-type|message-type|content-type|exception-type|error-code|error-message)$/.test(name)
  );
}
