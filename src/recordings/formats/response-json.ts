import { spokenApis } from "../../adapters/registry.js";
import type { SpokenApi } from "../../adapters/spoken-api.js";
import { isJsonObject } from "../../chat/json.js";
import { buildInteraction } from "../build-interaction.js";
import type { RecordingFormat } from "../format.js";
import { damagedStart, jsonApi } from "../identify/response-shape.js";
import type { Interaction, Loss } from "../interaction.js";
import { looksRecorded, recordedJson } from "../recorded-json.js";
import type { RecordingFile } from "../recording-file.js";

/** A file that contains only the JSON body of a response, as test fixtures often do. */
export function responseJson(spoken: readonly SpokenApi[] = spokenApis): RecordingFormat {
  const start = damagedStart("reply", spoken);
  const shape = (value: unknown) => isJsonObject(value) && !("request" in value) && jsonApi(value, spoken) !== null;
  return {
    id: "response-json",
    title: "bare response body (JSON)",
    detect: (file) => looksRecorded(file, { start, shape }),
    read: (file) => {
      // Needed when the format is forced: a body that is not JSON was damaged in the file, not on the wire.
      recordedJson(file);
      return [bareResponse(file, "response-json", { contentType: "application/json", body: file.bytes })];
    },
  };
}

type BareFormat = "response-json" | "response-sse" | "response-chunks" | "event-stream" | "event-list";

type BareBody = {
  readonly contentType: string;
  readonly body: Uint8Array;
  readonly lost?: readonly Loss[];
  readonly notes?: readonly string[];
};

/** An interaction with nothing but the body of the response. */
export function bareResponse(
  file: RecordingFile,
  format: BareFormat,
  { contentType, body, lost = [], notes = [] }: BareBody,
): Interaction {
  return buildInteraction({
    file: file.name,
    format,
    interaction: 0,
    request: null,
    response: { status: null, headers: [["content-type", contentType]], body },
    recordedAt: null,
    losses: [...lost, "response-headers"],
    notes,
  });
}
