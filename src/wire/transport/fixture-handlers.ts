import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { HttpHandler } from "msw";
import { type RecordedExchange, TransportError } from "../exchange.js";
import { type HarEntry, readHar } from "../har/har.js";
import { asResponse, readRequest } from "./faces.js";
import { createReplay, type Replay, type ReplayOptions } from "./replay.js";
import { decodedTarget } from "./request-target.js";

const { http } = await import("msw/core/http").catch(explainAbsence);

/** `rechunk`: bytes of a chunk; default: as recorded. `speed`: 1 keeps the recorded pace; default: no waiting. */
export type FixtureHandlerOptions = Pick<ReplayOptions, "rechunk" | "speed">;

/** A recording that has answered no request. */
export type UnusedRecording = {
  readonly file: string;
  readonly trial: number;
  readonly step: string;
  /** Method and URL. */
  readonly request: string;
};

/** The handlers, and what they have answered so far. */
export type FixtureHandlers = {
  /** For `setupServer(...handlers)`. Requests whose host and path are in no fixture pass to other handlers. */
  readonly handlers: readonly HttpHandler[];
  /** The recordings that have answered no request, in order. */
  readonly leftovers: () => readonly UnusedRecording[];
  /** A message for each request that no recording answered, with the nearest recording and the differences. */
  readonly misses: () => readonly string[];
  /** Starts over: every recording answers again, and `misses` is empty. */
  readonly reset: () => void;
};

/** The status for a request without a recording. No provider sends it, and no SDK retries after it. */
export const missStatus = 418;

/**
 * MSW handlers that answer from the fixtures below `path` (a folder, or one `.har` file), in the order of their file
 * names and then as recorded. A request is matched by method, decoded path and canonical JSON body, whatever its host
 * and headers; each recording answers once. Bodies keep their recorded chunks and break where they broke; a recorded
 * failure before the response headers is a network error.
 * A request without a recording gets status 418 and the difference as `error.message` (OpenAI SDK) and `message` (AWS
 * SDK). MSW 2 sees neither HTTP/2 (the AWS SDK's default handler: give it a FetchHttpHandler) nor npm's own undici.
 * Throws HarError for a fixture that cannot be read, and RangeError when there is none. The import of this module fails where MSW,
 * an optional peer dependency, is not installed, and says how to install it.
 *
 * @example
 * const fixtures = fixtureHandlers("fixtures/bedrock/converse/kimi-k2.5");
 * const server = setupServer(...fixtures.handlers);
 * afterAll(() => expect(fixtures.misses()).toEqual([]));
 */
export function fixtureHandlers(path: string, options: FixtureHandlerOptions = {}): FixtureHandlers {
  const recordings = readRecordings(path);
  const isKnown = knownPlaces(recordings);
  const fresh = () => createReplay([...recordings.keys()], { ...options, from: path });
  let replay = fresh();
  let misses: string[] = [];
  const miss = (message: string): Response => {
    misses.push(message);
    return Response.json({ error: { message, type: "replay-miss" }, message }, { status: missStatus });
  };
  const handler = http.all(
    ({ request }) => isKnown(request.url),
    ({ request }) => answer(replay, request, miss),
  );
  return {
    handlers: [handler],
    misses: () => misses,
    leftovers: () => replay.leftovers().flatMap((exchange) => recordings.get(exchange) ?? []),
    reset: () => {
      replay = fresh();
      misses = [];
    },
  };
}

/** MSW is needed by this entry of the package alone, so a program that never imports it need not install MSW. */
function explainAbsence(error: unknown): never {
  const isAbsent = error instanceof Error && "code" in error && error.code === "ERR_MODULE_NOT_FOUND";
  if (!isAbsent || !error.message.includes("'msw'")) throw error;
  throw new Error("llm-parity/msw needs MSW 2, which is not installed: npm install --save-dev msw");
}

async function answer(replay: Replay, incoming: Request, miss: (message: string) => Response): Promise<Response> {
  const { request, signal } = await readRequest(incoming, undefined);
  try {
    return asResponse(await replay.exchange(request, signal), signal);
  } catch (thrown) {
    if (!(thrown instanceof TransportError)) throw thrown;
    return thrown.kind === "replay-miss" ? miss(thrown.message) : Response.error();
  }
}

function readRecordings(path: string): ReadonlyMap<RecordedExchange, UnusedRecording> {
  const recordings = new Map<RecordedExchange, UnusedRecording>();
  for (const file of fixturesAt(path)) {
    const { entries } = readHar(readFileSync(file, "utf8"), file);
    for (const entry of entries) recordings.set(entry.exchange, describe(file, entry));
  }
  if (recordings.size === 0) throw new RangeError(`${path}: there is no recording`);
  return recordings;
}

function fixturesAt(path: string): readonly string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".har"))
    .sort()
    .map((name) => join(path, name));
}

function describe(file: string, { exchange: { request }, trial, step }: HarEntry): UnusedRecording {
  return { file, trial, step, request: `${request.method} ${request.url}` };
}

/** True for a URL of a recorded host, or with a recorded path: another base URL of the same API. */
function knownPlaces(recordings: ReadonlyMap<RecordedExchange, unknown>): (url: string) => boolean {
  const urls = [...recordings.keys()].map(({ request }) => request.url);
  const hosts = new Set(urls.map((url) => new URL(url).host));
  const paths = new Set(urls.map(pathOf));
  return (url) => hosts.has(new URL(url).host) || paths.has(pathOf(url));
}

function pathOf(url: string): string | undefined {
  return decodedTarget(url).split("?")[0];
}
