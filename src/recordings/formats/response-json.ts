import { spokenApis } from "../../adapters/registry.js";
import type { SpokenApi } from "../../adapters/spoken-api.js";
import { isJsonObject } from "../../chat/json.js";
import { buildInteraction } from "../build-interaction.js";
import { headersOf } from "../foreign-headers.js";
import type { InteractionPlace, RecordingFormat } from "../format.js";
import { damagedStart, jsonApi } from "../identify/response-shape.js";
import type { Interaction, Loss } from "../interaction.js";
import { countOf, jsonObjectIn, memberOf } from "../members.js";
import { looksRecorded, recordedJson } from "../recorded-json.js";
import type { RecordingFile } from "../recording-file.js";
import { jsonLines } from "../records/json-lines.js";
import { jsonRows } from "../records/json-rows.js";
import { readRecords } from "../records/read-records.js";

/**
 * A file that contains only the JSON body of a response, as test fixtures often do, or such a body a line; or the body in an object
 * with its status.
 */
export function responseJson(spoken: readonly SpokenApi[] = spokenApis): RecordingFormat {
  const start = damagedStart("reply", spoken);
  const isBody = (value: unknown) => isJsonObject(value) && jsonApi(value, spoken) !== null;
  const shape = (value: unknown) => !hasRequest(value) && (isBody(value) || isBody(wrappedReply(value)?.reply));
  return {
    id: "response-json",
    title: "bare response body (JSON)",
    detect: (file) => looksRecorded(file, { start, shape }) || (file.isJsonLines() && shape(firstValue(file))),
    read: (file) => {
      if (file.isJsonLines() && file.json() === null) return readRecords(file, jsonLines(file), bodyOfLine(file));
      // Needed when the format is forced: a body that is not JSON was damaged in the file, not on the wire.
      const wrapped = wrappedReply(recordedJson(file));
      if (wrapped !== null) return [wrappedResponse(file, wrapped)];
      return [bareResponse(file, "response-json", { contentType: "application/json", body: file.bytes })];
    },
  };
}

function hasRequest(value: unknown): boolean {
  return memberOf(value, "request") !== undefined;
}

type Wrapped = { readonly status: number; readonly headers: unknown; readonly reply: unknown };

/** A body with its status around it, as mocks keep it (`{status, headers, body}`); null: no status stands beside a body. */
function wrappedReply(value: unknown): Wrapped | null {
  const [stored, headers] = [memberOf(value, "body"), memberOf(value, "headers")];
  const status = countOf(memberOf(value, "status") ?? memberOf(value, "statusCode") ?? memberOf(value, "status_code"));
  if (stored === undefined || status === null || status < 100 || status > 599) return null;
  return { status, headers, reply: typeof stored === "string" ? jsonObjectIn(stored) : stored };
}

function wrappedResponse(file: RecordingFile, { status, headers, reply }: Wrapped): Interaction {
  const own = headersOf(headers ?? {});
  const response = {
    status,
    headers: own.length > 0 ? own : ([["content-type", "application/json"]] as const),
    body: new TextEncoder().encode(JSON.stringify(reply)),
  };
  const losses: readonly Loss[] = [
    "wire-text",
    "key-order",
    ...(own.length > 0 ? [] : (["response-headers"] as const)),
  ];
  const place = { file: file.name, format: "response-json", interaction: 0 } as const;
  return buildInteraction({ ...place, request: null, response, recordedAt: null, losses, notes: [] });
}

function firstValue(file: RecordingFile): unknown {
  const [first] = jsonRows(file).list;
  return first !== undefined && "value" in first ? first.value : undefined;
}

function bodyOfLine(file: RecordingFile) {
  return (value: unknown, { interaction }: InteractionPlace): Interaction => {
    const body = new TextEncoder().encode(JSON.stringify(value));
    const bare = { contentType: "application/json", body, lost: ["wire-text", "key-order"], interaction } as const;
    return bareResponse(file, "response-json", bare);
  };
}

type BareFormat = "response-json" | "response-sse" | "response-chunks" | "event-stream" | "event-list";

/** `interaction`: its place in a file of several bodies. */
type BareBody = {
  readonly contentType: string;
  readonly body: Uint8Array;
  readonly lost?: readonly Loss[];
  readonly notes?: readonly string[];
  readonly interaction?: number;
};

/** An interaction with nothing but the body of the response. */
export function bareResponse(
  file: RecordingFile,
  format: BareFormat,
  { contentType, body, lost = [], notes = [], interaction = 0 }: BareBody,
): Interaction {
  return buildInteraction({
    file: file.name,
    format,
    interaction,
    request: null,
    response: { status: null, headers: [["content-type", contentType]], body },
    recordedAt: null,
    losses: [...lost, "response-headers"],
    notes,
  });
}
