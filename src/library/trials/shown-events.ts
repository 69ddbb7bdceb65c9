import type { EventEvidence, EventMark } from "../../report/sheet/trial-evidence.js";
import { shortened } from "../../verdict/compare-text.js";
import type { ReadBody } from "../../verdict/finding-places/place-findings.js";
import { framePayload } from "../../wire/frames/frame-payload.js";
import type { FramePlace } from "../../wire/frames/frame-places.js";
import { parseJson } from "../../wire/json.js";
import { utf8Text } from "../../wire/utf8-text.js";
import { eventWords } from "./event-words.js";

/** So many events are shown of the beginning and of the end of a long stream, with every marked one between. */
const most = { head: 60, tail: 20, marked: 20 };

/** A payload is shown up to so many characters. */
const mostPayload = 2_000;

/** The events of a body with what is wrong at each; of many the first, the last and those with marks. */
export function shownEvents(body: Uint8Array, { places, read, marksAt, isAws }: EventsOf): readonly EventEvidence[] {
  const marks = places.map((place, number) => [...(marksAt.get(number) ?? []), ...ownMarks(body, place, isAws)]);
  const marked = marks.flatMap((one, number) => (one.length === 0 ? [] : [number])).slice(0, most.marked);
  const isShown = (number: number) =>
    number < most.head || number >= places.length - most.tail || marked.includes(number);
  return places.flatMap(({ offset, length, name }, number) =>
    isShown(number)
      ? [
          {
            ...{ number, offset, length, name },
            payload: payloadOf(body.subarray(offset, offset + length), { isAws, name }),
            says: eventWords(read.events[number] ?? []),
            marks: marks[number] ?? [],
          },
        ]
      : [],
  );
}

type EventsOf = {
  readonly places: readonly FramePlace[];
  readonly read: ReadBody;
  readonly marksAt: ReadonlyMap<number, readonly EventMark[]>;
  readonly isAws: boolean;
};

/** What the bytes of an event say by themselves, whatever was found. */
function ownMarks(body: Uint8Array, { offset, length, name }: FramePlace, isAws: boolean): readonly EventMark[] {
  if (name === "tail") return [{ finding: null, severity: "bad", text: `these ${length} bytes are no whole event` }];
  if (name.startsWith("broken frame")) return [{ finding: null, severity: "bad", text: name }];
  if (isAws || !["data", "finish", "error"].includes(name)) return [];
  const text = utf8Text(body.subarray(offset, offset + length));
  const data = text === null ? null : dataOf(text);
  return data === null || parseJson(data).ok
    ? []
    : [{ finding: null, severity: "bad", text: "this event is not JSON" }];
}

/** The lines of `data` of an event of SSE, joined as the standard has it; null: it has none. */
function dataOf(event: string): string | null {
  const lines = event.split(/\r\n|\r|\n/).flatMap((line) => /^data: ?(.*)$/s.exec(line)?.[1] ?? []);
  return lines.length === 0 ? null : lines.join("\n");
}

/** Null: the frame is broken, or its payload is no text. */
function payloadOf(
  bytes: Uint8Array,
  { isAws, name }: { readonly isAws: boolean; readonly name: string },
): string | null {
  const text = isAws && name !== "tail" ? framePayload(bytes) : utf8Text(bytes);
  if (text === null) return null;
  return shortened(text.replace(/[\r\n]+$/, ""), mostPayload);
}
