import { buildInteraction } from "../build-interaction.js";
import type { RecordingFormat } from "../format.js";
import { jsonApi } from "../identify/response-shape.js";
import type { Interaction, Loss } from "../interaction.js";
import { objectOf } from "../members.js";
import { looksRecorded, recordedJson } from "../recorded-json.js";
import type { RecordingFile } from "../recording-file.js";

/** A file that is nothing but the JSON body of a response, as test fixtures often are. */
export const responseJson: RecordingFormat = {
  id: "response-json",
  title: "bare response body (JSON)",
  detect: (file) =>
    looksRecorded(file, {
      start: damaged,
      shape: (value) => {
        const body = objectOf(value);
        return body !== null && !("request" in body) && jsonApi(body) !== null;
      },
    }),
  read: (file) => {
    // Also where the format is forced: a body that is no JSON has been cut or damaged in the file, not on the wire.
    recordedJson(file);
    return [bareResponse(file, "response-json", { contentType: "application/json", body: file.bytes })];
  },
};

/** How the body of a chat completion, a Converse reply or an Anthropic message begins, some members in. */
const damaged =
  /"object": ?"chat\.completion"|"output": ?\{\s*"message": ?\{|^\{\s*"metrics": ?\{\s*"latencyMs"|"type": ?"message",/;

type BareBody = {
  readonly contentType: string;
  readonly body: Uint8Array;
  readonly lost?: readonly Loss[];
  readonly notes?: readonly string[];
};

/** An interaction of which only the body of the response is known. */
export function bareResponse(
  file: RecordingFile,
  format: "response-json" | "response-sse" | "response-chunks",
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
