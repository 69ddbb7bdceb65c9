import { spokenApis } from "../../../adapters/registry.js";
import type { SpokenApi } from "../../../adapters/spoken-api.js";
import { isJsonObject } from "../../../chat/json.js";
import { RecordingError, type RecordingFormat } from "../../format.js";
import { damagedStart, payloadApi } from "../../identify/response-shape.js";
import { listOf, memberOf, objectOf } from "../../members.js";
import { looksRecorded, recordedJson } from "../../recorded-json.js";
import type { RecordingFile } from "../../recording-file.js";
import { listedPayload } from "../../streams/listed-payload.js";
import { bareStreams } from "../bare-streams.js";

/** The members under which the AWS SDKs return a stream (`stream`; `body` of InvokeModel), and what people call the list. */
const names = ["stream", "body", "events", "chunks"] as const;

/**
 * A JSON list of stream payloads or SDK events, alone or in the object that an SDK call returned. An item may hold its payload
 * beside a name or a time, or as text.
 */
export function eventList(spoken: readonly SpokenApi[] = spokenApis): RecordingFormat {
  const damaged = damagedStart("payload", spoken);
  return {
    id: "event-list",
    title: "stream payloads or SDK events (JSON list)",
    detect: (file) =>
      file.json() === null
        ? damaged.test(firstItem(file))
        : looksRecorded(file, { start: damaged, shape: (root) => isPayload(listIn(root)?.[0], spoken) }),
    read: (file) => {
      const list = listIn(recordedJson(file));
      if (list === null) throw new RecordingError({ file: file.name, interaction: null }, "there is no list of events");
      const payloads = list.flatMap((one, index) => {
        const payload = listedPayload(one, spoken);
        if (payload === "end") return [];
        if (payload !== null) return [{ payload, place: `event ${index + 1}` }];
        throw new RecordingError({ file: file.name, interaction: 0 }, `event ${index + 1} is not a JSON object`);
      });
      return bareStreams(file, "event-list", { payloads, spoken });
    },
  };
}

/** The start of the first item of a list that is not whole, on one line; `""` for a file that is no list. */
function firstItem({ startBytes }: RecordingFile): string {
  return /^\s*\[\s*(\{[\s\S]*)$/.exec(startBytes())?.[1]?.replaceAll(/\s*\n\s*/g, "") ?? "";
}

function isPayload(value: unknown, spoken: readonly SpokenApi[]): boolean {
  const payload = listedPayload(value, spoken);
  return isJsonObject(payload) && payloadApi(payload, spoken) !== null;
}

function listIn(root: unknown): readonly unknown[] | null {
  const list = listOf(root);
  if (list !== null) return list;
  if (objectOf(root) === null || memberOf(root, "request") !== undefined) return null;
  for (const name of names) {
    const inside = listOf(memberOf(root, name));
    if (inside !== null) return inside;
  }
  return null;
}
