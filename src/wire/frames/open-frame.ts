/** Tracks whether a body so far ends inside a frame or event. Decodes nothing. */
export type FrameTracker = {
  readonly push: (bytes: Uint8Array) => void;
  /** True while the bytes so far end inside a frame, an event or a line. */
  readonly isOpen: () => boolean;
};

/** The tracker for a content type. For anything but AWS event streams and server-sent events, it is never open. */
export function frameTracker(contentType: string | null): FrameTracker {
  const mediaType = contentType === null ? "" : (contentType.split(";")[0] ?? "").trim().toLowerCase();
  if (mediaType === "application/vnd.amazon.eventstream") return eventStreamTracker();
  if (mediaType === "text/event-stream") return serverSentTracker();
  return { push: () => {}, isOpen: () => false };
}

/** The shortest frame: two lengths, two checksums. */
const minFrameBytes = 16;

function eventStreamTracker(): FrameTracker {
  let length = 0;
  let lengthBytes = 0;
  let remaining = 0;
  const push = (bytes: Uint8Array) => {
    let offset = 0;
    while (offset < bytes.length) {
      if (remaining > 0) {
        const taken = Math.min(remaining, bytes.length - offset);
        remaining -= taken;
        offset += taken;
        continue;
      }
      length = length * 256 + (bytes[offset] ?? 0);
      lengthBytes += 1;
      offset += 1;
      if (lengthBytes < 4) continue;
      // No frame has this length, so no later frame can be found and this one never closes.
      remaining = length < minFrameBytes ? Number.POSITIVE_INFINITY : length - 4;
      length = 0;
      lengthBytes = 0;
    }
  };
  return { push, isOpen: () => remaining > 0 || lengthBytes > 0 };
}

const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const colon = 0x3a;
const byteOrderMark = [0xef, 0xbb, 0xbf];

function serverSentTracker(): FrameTracker {
  let position = 0;
  let mark = 0;
  let lineBytes = 0;
  let isComment = false;
  let eventOpen = false;
  let afterReturn = false;
  const endLine = () => {
    if (lineBytes === 0) eventOpen = false;
    else if (!isComment) eventOpen = true;
    lineBytes = 0;
  };
  const step = (byte: number) => {
    const skipped = afterReturn && byte === lineFeed;
    afterReturn = byte === carriageReturn;
    if (skipped) return;
    if (byte === lineFeed || byte === carriageReturn) return endLine();
    if (lineBytes === 0) isComment = byte === colon;
    lineBytes += 1;
    if (position === mark && byte === byteOrderMark[mark]) {
      mark += 1;
      if (mark === byteOrderMark.length) lineBytes = 0;
    }
  };
  const push = (bytes: Uint8Array) => {
    for (const byte of bytes) {
      step(byte);
      position += 1;
    }
  };
  return { push, isOpen: () => lineBytes > 0 || eventOpen };
}
