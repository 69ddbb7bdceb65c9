import { headerOf, type WireHeaders } from "../wire/exchange.js";
import { plainBody } from "./foreign-body.js";
import { type FormatId, type InteractionPlace, RecordingError } from "./format.js";
import { type Interaction, type Loss, losses } from "./interaction.js";
import { isPrivateSource } from "./private-source.js";

/** An interaction as the reader of a format finds it. Bodies are as stored, possibly compressed. */
type Draft = InteractionPlace & {
  readonly format: FormatId;
  readonly request: {
    /** null: not recorded; `POST` is assumed, since chat APIs use it. */
    readonly method: string | null;
    readonly url: string;
    readonly headers: WireHeaders;
    readonly body: Uint8Array | null;
  } | null;
  readonly response: {
    readonly status: number | null;
    readonly headers: WireHeaders;
    /** The whole body, or its chunks. */
    readonly body: Uint8Array | readonly (readonly [arrivalMs: number | null, bytes: Uint8Array])[];
  } | null;
  /** A date in the notation of HTTP or ISO 8601; null: not recorded. Without a valid one, the `date` header is used. */
  readonly recordedAt: string | null;
  readonly losses: readonly Loss[];
  readonly notes: readonly string[];
};

/**
 * Decompresses bodies, adds notes about inconsistencies, and lists the losses in their order. A compressed
 * body that is cut gives what it holds, and ends as a broken one. Throws {@link RecordingError} for a body that cannot be
 * decompressed.
 */
export function buildInteraction(draft: Draft): Interaction {
  const { file, format, interaction, request, response } = draft;
  const plain = request === null ? null : decompressed(draft, request.body, request.headers);
  const reply = response === null ? null : replyOf(draft, response);
  const found = new Set<Loss>([
    ...draft.losses,
    ...(request === null ? (["request"] as const) : request.method === null ? (["method"] as const) : []),
    ...(reply?.losses ?? []),
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
            headers: plain?.headers ?? [],
            body: plain?.bytes ?? null,
          },
    response: response === null || reply === null ? null : { status: response.status, headers: reply.headers },
    chunks: reply?.chunks ?? [],
    ...endOf(reply?.cut ?? null),
    recordedAt: isoDateOf(draft.recordedAt) ?? isoDateOf(headerOf(response?.headers ?? [], "date")),
    after: null,
    losses: losses.filter((loss) => found.has(loss)),
    notes: [...draft.notes, ...cutNote("request", plain?.cut ?? null), ...(reply?.notes ?? [])],
    ...(isPrivateSource(file, format) ? { isPrivate: true } : {}),
  };
}

/** How a body ended: one whose compressed data is cut is a beginning, as if the connection had closed within it. */
function endOf(cut: string | null): Pick<Interaction, "end" | "error"> {
  if (cut === null) return { end: "eof", error: null };
  const message = `the recorded body is cut: its ${cut} data ends too early`;
  return { end: "reset", error: { kind: "closed", code: null, message, deadlineMs: null } };
}

function cutNote(of: "request" | "response", cut: string | null): readonly string[] {
  return cut === null ? [] : [`the ${cut} data of the ${of} ends too early; its beginning was read`];
}

type ReplyParts = Pick<Interaction, "chunks" | "notes"> & {
  readonly headers: WireHeaders;
  readonly losses: readonly Loss[];
  /** The compression whose data ends too early; null: the body is whole. */
  readonly cut: string | null;
};

function replyOf(draft: Draft, { status, headers, body }: NonNullable<Draft["response"]>): ReplyParts {
  const lost: readonly Loss[] = status === null ? ["status"] : [];
  if (!(body instanceof Uint8Array)) {
    const whole = new Uint8Array(Buffer.concat(body.map(([, piece]) => piece)));
    const plain = decompressed(draft, whole, headers);
    if (plain.bytes === whole) {
      return { chunks: body, headers: plain.headers, losses: [...lost, ...plain.losses], notes: [], cut: null };
    }
    // Once a compressed body is plain, its chunk boundaries are lost.
    return replyOf(draft, { status, headers, body: whole });
  }
  const plain = decompressed(draft, body, headers);
  const bytes = plain.bytes ?? new Uint8Array();
  return {
    chunks: bytes.length === 0 ? [] : [[null, bytes]],
    headers: plain.headers,
    losses: [...lost, ...plain.losses, "chunk-boundaries", "arrival-times"],
    notes: [...lengthNote(headers, body, draft), ...cutNote("response", plain.cut)],
    cut: plain.cut,
  };
}

/** A note if `content-length` differs from the stored bytes, unless the body was parsed, decoded or decompressed since. */
function lengthNote(headers: WireHeaders, body: Uint8Array, { losses: known }: Draft): readonly string[] {
  const declared = headerOf(headers, "content-length");
  const isUnchanged =
    headerOf(headers, "content-encoding") === null && !known.includes("wire-text") && !known.includes("frames");
  if (declared === null || !/^\d+$/.test(declared) || !isUnchanged || Number(declared) === body.length) return [];
  return [`content-length says ${declared}, the stored body has ${body.length} bytes`];
}

type Decompressed = {
  readonly bytes: Uint8Array | null;
  readonly headers: WireHeaders;
  readonly losses: readonly Loss[];
  readonly cut: string | null;
};

function decompressed({ file, interaction }: Draft, body: Uint8Array | null, headers: WireHeaders): Decompressed {
  if (body === null) return { bytes: null, headers, losses: [], cut: null };
  try {
    const { cutIn, ...plain } = plainBody(body, headers);
    return { ...plain, cut: cutIn };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new RecordingError({ file, interaction }, error.message, { cause: error });
  }
}

/** Parses a date of HTTP or ISO 8601. null for any other text, even one that a JavaScript engine accepts as a date. */
function isoDateOf(text: string | null): string | null {
  const isDate =
    text !== null && (/^\d{4}-\d{2}-\d{2}T/.test(text) || /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} /.test(text));
  const time = isDate ? Date.parse(text) : Number.NaN;
  return Number.isNaN(time) ? null : new Date(time).toISOString();
}
