import { z } from "zod";
import { type ApiTable, apiNames, wireApis } from "../chat/api.js";
import { countOrNull, textOrNull } from "./json-schema.js";
import { readingSchema, replySchema, warningSchema } from "./reply-schema.js";
import { requestSchema } from "./request-schema.js";
import type { Transcript, Turn } from "./transcript.js";

/**
 * A transcript that cannot be read. `path`: the wrong member (`turns[0].reply.parts[1].kind`); null: the whole line.
 */
export class TranscriptError extends Error {
  override name = "TranscriptError" as const;
  readonly path: string | null;
  constructor(message: string, path: string | null, options?: { cause?: unknown }) {
    super(path === null ? message : `${path}: ${message}`, options);
    this.path = path;
  }
}

/** One transcript as one line of JSON, without a line end. Members keep their order. */
export function encodeTranscript(transcript: Transcript): string {
  return JSON.stringify(transcript);
}

/**
 * Reads one line that {@link encodeTranscript} wrote. Throws {@link TranscriptError} for an unknown or missing member
 * and for a value of the wrong type. The only defaults: `textPieces` null, for transcripts from before 2026-11-21, and `change`,
 * `choices`, `logprobs` and `logitBias` null, also the reply's `logprobs`, for those from before 2026-11-29.
 *
 * @example
 * const transcripts = text.trimEnd().split("\n").map(decodeTranscript);
 */
export function decodeTranscript(text: string): Transcript {
  return checkTranscript(parse(text));
}

/** The same for a value that was parsed already. */
export function checkTranscript(value: unknown): Transcript {
  const read = ofOurApis.safeParse(value);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new TranscriptError(issue?.message ?? "not a transcript", pathText(issue?.path ?? []), { cause: read.error });
}

const clientSchema = z.enum(["sdk", "http"]);

function cellSchema(table: ApiTable) {
  return z.strictObject({
    target: z.string(),
    model: z.string(),
    provider: z.string(),
    api: z.enum(apiNames(table)),
    providerModelId: z.string(),
    region: textOrNull,
    upstreamPin: textOrNull,
    scenario: z.string(),
    scenarioVersion: z.number(),
    client: clientSchema,
  });
}

const provenanceSchema = z.strictObject({
  source: z.enum(["live", "recorded", "authored", "simulated"]),
  recordedAt: textOrNull,
  after: textOrNull,
  note: textOrNull,
  endpoint: textOrNull,
  region: textOrNull,
  isPrivate: z.literal(true).exactOptional(),
});

const turnSchema: z.ZodType<Turn> = z.strictObject({
  step: z.string(),
  request: requestSchema,
  leftOut: z.array(warningSchema),
  reply: replySchema,
  attempts: z.array(
    z.strictObject({
      exchange: countOrNull,
      startedAt: textOrNull,
      firstByteMs: countOrNull,
      totalMs: z.number().nullable(),
      status: countOrNull,
      requestId: textOrNull,
      failure: textOrNull,
      content: z
        .strictObject({ firstMs: z.number(), arrivals: z.number(), longestGapMs: z.number().nullable() })
        .exactOptional(),
    }),
  ),
  otherReading: z
    .strictObject({ client: clientSchema, reading: readingSchema, differences: z.array(z.string()) })
    .nullable(),
});

/** The schema of a transcript whose cell has one of the APIs of `table`. */
export function transcriptSchema(table: ApiTable = wireApis): z.ZodType<Transcript> {
  return z.strictObject({
    formatVersion: z.literal(1),
    cell: cellSchema(table),
    trial: z.number(),
    provenance: provenanceSchema,
    turns: z.array(turnSchema),
    notReached: z.array(z.string()),
    notRun: z
      .strictObject({
        reason: z.string(),
        kind: z.enum(["no-recording", "unsupported", "credentials", "budget", "column-stopped", "harness-fault"]),
      })
      .nullable(),
  });
}

const ofOurApis = transcriptSchema();

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new TranscriptError(`not JSON (${error instanceof Error ? error.message : String(error)})`, null, {
      cause: error,
    });
  }
}

function pathText(path: readonly PropertyKey[]): string | null {
  const text = path.map((key) => (typeof key === "number" ? `[${key}]` : `.${String(key)}`)).join("");
  return text === "" ? null : text.replace(/^\./, "");
}
