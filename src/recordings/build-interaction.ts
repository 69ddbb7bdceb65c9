import { headerOf, type WireHeaders } from "../wire/exchange.js";
import { plainBody } from "./foreign-body.js";
import { type FormatId, RecordingError } from "./format.js";
import { type Interaction, type Loss, losses } from "./interaction.js";

/** An interaction as a format's reader finds it: bodies as stored, whatever their compression. */
export type Draft = {
  readonly file: string;
  readonly format: FormatId;
  readonly interaction: number;
  readonly request: {
    /** null: not recorded; `POST` is what chat APIs take. */
    readonly method: string | null;
    readonly url: string;
    readonly headers: WireHeaders;
    readonly body: Uint8Array | null;
  } | null;
  readonly response: {
    readonly status: number | null;
    readonly headers: WireHeaders;
    /** The whole body, or its pieces as they arrived. */
    readonly body: Uint8Array | readonly (readonly [arrivalMs: number | null, bytes: Uint8Array])[];
  } | null;
  /** Any writing of a date; null: not recorded, and the response's `date` header is taken. */
  readonly recordedAt: string | null;
  readonly losses: readonly Loss[];
  readonly notes: readonly string[];
};

/**
 * Undoes compression, notes what does not add up, and lists the losses in their order. Throws {@link RecordingError} for a
 * body that cannot be decompressed.
 */
export function buildInteraction(draft: Draft): Interaction {
  const { file, format, interaction, request, response } = draft;
  const asked = request === null ? null : undone(draft, request.body, request.headers);
  const answered = response === null ? null : answerOf(draft, response);
  const found = new Set<Loss>([
    ...draft.losses,
    ...(request === null ? (["request"] as const) : request.method === null ? (["method"] as const) : []),
    ...(answered?.losses ?? []),
  ]);
  return {
    file,
    format,
    interaction,
    request:
      request === null
        ? null
        : {
            method: (request.method ?? "POST").toUpperCase(),
            url: request.url,
            headers: asked?.headers ?? [],
            body: asked?.bytes ?? null,
          },
    response: response === null || answered === null ? null : { status: response.status, headers: answered.headers },
    chunks: answered?.chunks ?? [],
    end: "eof",
    error: null,
    recordedAt: momentOf(draft.recordedAt) ?? momentOf(headerOf(response?.headers ?? [], "date")),
    after: null,
    losses: losses.filter((loss) => found.has(loss)),
    notes: [...draft.notes, ...(answered?.notes ?? [])],
  };
}

type Answer = Pick<Interaction, "chunks" | "notes"> & {
  readonly headers: WireHeaders;
  readonly losses: readonly Loss[];
};

function answerOf(draft: Draft, { status, headers, body }: NonNullable<Draft["response"]>): Answer {
  const lost: readonly Loss[] = status === null ? ["status"] : [];
  if (!(body instanceof Uint8Array)) {
    const whole = new Uint8Array(Buffer.concat(body.map(([, piece]) => piece)));
    const plain = undone(draft, whole, headers);
    if (plain.bytes === whole) {
      return { chunks: body, headers: plain.headers, losses: [...lost, ...plain.losses], notes: [] };
    }
    // The pieces of a compressed body cannot be told apart once it is plain.
    return answerOf(draft, { status, headers, body: whole });
  }
  const plain = undone(draft, body, headers);
  const bytes = plain.bytes ?? new Uint8Array();
  return {
    chunks: bytes.length === 0 ? [] : [[null, bytes]],
    headers: plain.headers,
    losses: [...lost, ...plain.losses, "chunk-boundaries", "arrival-times"],
    notes: lengthNote(headers, body, draft),
  };
}

/** A length that differs from the stored bytes, where the body was not parsed, decoded or unpacked in between. */
function lengthNote(headers: WireHeaders, body: Uint8Array, { losses: known }: Draft): readonly string[] {
  const said = headerOf(headers, "content-length");
  const isKept =
    headerOf(headers, "content-encoding") === null && !known.includes("wire-text") && !known.includes("frames");
  if (said === null || !/^\d+$/.test(said) || !isKept || Number(said) === body.length) return [];
  return [`content-length says ${said}, the stored body has ${body.length} bytes`];
}

function undone(
  { file, interaction }: Draft,
  body: Uint8Array | null,
  headers: WireHeaders,
): { readonly bytes: Uint8Array | null; readonly headers: WireHeaders; readonly losses: readonly Loss[] } {
  if (body === null) return { bytes: null, headers, losses: [] };
  try {
    return plainBody(body, headers);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new RecordingError({ file, interaction }, error.message, { cause: error });
  }
}

/** A date as HTTP or ISO 8601 writes it; anything else that a JavaScript engine takes for a date is none. */
function momentOf(text: string | null): string | null {
  const isDate =
    text !== null && (/^\d{4}-\d{2}-\d{2}T/.test(text) || /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} /.test(text));
  const time = isDate ? Date.parse(text) : Number.NaN;
  return Number.isNaN(time) ? null : new Date(time).toISOString();
}
