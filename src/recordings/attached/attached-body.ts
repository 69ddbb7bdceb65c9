import { type BodyPlace, RecordingError } from "../format.js";
import type { Attached } from "./beside-file.js";

/** The body of a response that lies in a file. */
type AttachedBody = { readonly bytes: Uint8Array; readonly notes: readonly string[] };

/**
 * The bytes of a body in a file. Where the file cannot be read, the status alone is enough for an error, with a note; for a
 * success, which would look like an empty reply, throws {@link RecordingError}.
 */
export function attachedBody(read: Attached, status: number | null, place: BodyPlace): AttachedBody {
  if ("bytes" in read) return { bytes: read.bytes, notes: [] };
  const reason = `the body of the ${place.of} is not in the recording: its file ${read.missing}`;
  if (status === null || status < 400) throw new RecordingError(place, reason);
  return { bytes: new Uint8Array(), notes: [reason] };
}
