import { pipeline, Readable, type Transform } from "node:stream";
import { constants, createBrotliDecompress, createGunzip, createInflate, createInflateRaw } from "node:zlib";
import { TransportError } from "../exchange.js";

/**
 * The body with its `content-encoding` decoded (gzip, br or deflate). Decodes one encoding only, because a chain of
 * them lets a small body grow without bound. Throws `protocol` for a chain and for an unsupported encoding. An empty
 * body stays empty.
 */
export function decodeBody(body: Readable, contentEncoding: string | null): Readable {
  const encodings = namedEncodings(contentEncoding);
  const [encoding] = encodings;
  if (encoding === undefined) return body;
  if (encodings.length > 1) throw undecodable(`a chain of ${encodings.length} content encodings is not accepted`);
  const makeDecoder = decoders.get(encoding);
  if (makeDecoder !== undefined) return Readable.from(decoded(body, makeDecoder));
  throw undecodable(`content encoding ${JSON.stringify(encoding.slice(0, 40))} is not supported`);
}

/** True when the body is encoded, so that its length on the wire differs from its decoded length. */
export function isEncoded(contentEncoding: string | null): boolean {
  return namedEncodings(contentEncoding).length > 0;
}

function namedEncodings(contentEncoding: string | null): readonly string[] {
  if (contentEncoding === null) return [];
  const names = contentEncoding.split(",").map((name) => name.trim().toLowerCase());
  return names.filter((name) => name !== "" && name !== "identity");
}

type MakeDecoder = (firstByte: number) => Transform;

/** Flushes after each write, so that a compressed stream is decoded as it arrives. Its end is still checked. */
const flushing = { flush: constants.Z_SYNC_FLUSH };
const gunzip: MakeDecoder = () => createGunzip(flushing);

const decoders: ReadonlyMap<string, MakeDecoder> = new Map([
  ["gzip", gunzip],
  ["x-gzip", gunzip],
  ["br", () => createBrotliDecompress({ flush: constants.BROTLI_OPERATION_FLUSH })],
  // "deflate" is zlib by the standard, but raw deflate from some servers; the first byte shows which.
  ["deflate", (firstByte) => ((firstByte & 0x0f) === 0x08 ? createInflate(flushing) : createInflateRaw(flushing))],
]);

async function* decoded(body: Readable, makeDecoder: MakeDecoder): AsyncGenerator<Uint8Array> {
  const source: AsyncIterator<Uint8Array> = body[Symbol.asyncIterator]();
  const first = await source.next();
  if (first.done === true) return;
  const decoder = makeDecoder(first.value[0] ?? 0);
  pipeline(withFirst(first.value, source), decoder, () => {});
  yield* decoder;
}

async function* withFirst(first: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield first;
  for (let step = await rest.next(); step.done !== true; step = await rest.next()) yield step.value;
}

function undecodable(message: string): TransportError {
  return new TransportError("protocol", message);
}
