import type { SpokenApi } from "../../adapters/spoken-api.js";
import type { JsonObject } from "../../chat/json.js";
import type { Interaction } from "../interaction.js";
import type { RecordingFile } from "../recording-file.js";
import { payloadStream } from "../streams/payload-stream.js";
import { placeNotes, severalStreams } from "../streams/several-streams.js";
import { bareResponse } from "./response-json.js";

/** `place`: names the payload in messages. `text`: its JSON, if it was kept; default: written again. */
export type PlacedPayload = { readonly payload: JsonObject; readonly place: string; readonly text?: string };

/** The streams whose payloads a file holds, one after another; each is an interaction. Throws {@link RecordingError} for none. */
export function bareStreams(
  file: RecordingFile,
  format: "response-chunks" | "event-list",
  { payloads, spoken }: { readonly payloads: readonly PlacedPayload[]; readonly spoken: readonly SpokenApi[] },
): readonly Interaction[] {
  const streams = severalStreams(payloads, { payloadOf: ({ payload }) => payload, spoken });
  return (streams.length === 0 ? [[]] : streams).map((stream, interaction) => {
    const texts = stream.flatMap(({ text }) => text ?? []);
    const body = payloadStream(
      stream.map(({ payload }) => payload),
      {
        file: file.name,
        place: (index) => stream[index]?.place ?? "",
        spoken,
        ...(texts.length === stream.length ? { texts } : {}),
      },
    );
    const notes = [...placeNotes(interaction, streams.length), ...body.notes];
    return bareResponse(file, format, { ...body, notes, interaction });
  });
}
