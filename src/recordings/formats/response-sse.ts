import { spokenApis } from "../../adapters/registry.js";
import type { SpokenApi } from "../../adapters/spoken-api.js";
import { RecordingError, type RecordingFormat } from "../format.js";
import { apiOfResponse, damagedStart } from "../identify/response-shape.js";
import type { Interaction } from "../interaction.js";
import type { RecordingFile } from "../recording-file.js";
import { closedNote, closedStream } from "../streams/closed-stream.js";
import { placeNotes, sseStreams } from "../streams/several-streams.js";
import { bareResponse } from "./response-json.js";

/** A file that contains only the SSE body of a response, or several such bodies one after another. */
export function responseSse(spoken: readonly SpokenApi[] = spokenApis): RecordingFormat {
  const damaged = damagedStart("events", spoken);
  const isKnown = (file: RecordingFile) => apiOfResponse(file.bytes, null, spoken) !== null;
  const isDamaged = (file: RecordingFile) => !isKnown(file) && damaged.test(latin1(file, 4096));
  return {
    id: "response-sse",
    title: "bare response body (SSE)",
    detect: (file) =>
      /^(?:\u00ef\u00bb\u00bf)?\s*(?::|data:|event:|id:|retry:)/.test(latin1(file, 64)) &&
      (isKnown(file) || isDamaged(file)),
    read: (file) => {
      if (isDamaged(file))
        throw new RecordingError({ file: file.name, interaction: 0 }, "the JSON of its first event is cut or damaged");
      return readBodies(file, spoken);
    },
  };
}

function latin1(file: RecordingFile, upTo: number): string {
  return Buffer.from(file.bytes.subarray(0, upTo)).toString("latin1");
}

function readBodies(file: RecordingFile, spoken: readonly SpokenApi[]): readonly Interaction[] {
  const text = file.text();
  const streams = text === null ? [] : sseStreams(text, spoken);
  if (streams.length < 2) return [readBody(file, { text: text ?? "", bytes: file.bytes })];
  return streams.map((one, interaction) => {
    const bytes = new TextEncoder().encode(one);
    return readBody(file, { text: one, bytes, interaction, notes: placeNotes(interaction, streams.length) });
  });
}

type Body = {
  readonly text: string;
  readonly bytes: Uint8Array;
  readonly interaction?: number;
  readonly notes?: readonly string[];
};

function readBody(file: RecordingFile, { text, bytes, interaction = 0, notes = [] }: Body): Interaction {
  const closed = closedStream(text);
  const bare = { contentType: "text/event-stream", interaction } as const;
  if (closed === null) return bareResponse(file, "response-sse", { ...bare, body: bytes, notes });
  return bareResponse(file, "response-sse", {
    ...bare,
    body: new TextEncoder().encode(closed),
    lost: ["frames"],
    notes: [...notes, closedNote],
  });
}
