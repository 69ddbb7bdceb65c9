import { attachedBody } from "../../attached/attached-body.js";
import type { BesideFile } from "../../attached/beside-file.js";
import { buildInteraction } from "../../build-interaction.js";
import { headersOf } from "../../foreign-headers.js";
import { type BodyPlace, type InteractionPlace, RecordingError, type RecordingFormat } from "../../format.js";
import type { Interaction, Loss } from "../../interaction.js";
import { countOf, listOf, type Members, memberOf, objectOf, textOf } from "../../members.js";
import { looksRecorded } from "../../recorded-json.js";
import { readRecords } from "../../records/read-records.js";
import { decodeBase64, storedBody } from "../../stored-body.js";
import { listOrAlone } from "./list-or-alone.js";
import { comparedJson, itemsOf, lostRequestBody, pathOfPattern, type StubPart } from "./stub.js";

/**
 * Stub mappings of WireMock, one in a file or a list under `mappings`; bodies that are files lie in `__files` beside the folder
 * `mappings`, as its documentation has it ("Stubbing", read 2026-11-28). The host is not recorded.
 */
export const wiremock: RecordingFormat = {
  id: "wiremock",
  title: "WireMock stub mappings (JSON)",
  detect: (file) => looksRecorded(file, { start, shape: (root) => stubsIn(root) !== null }),
  read: (file) => readRecords(file, listOrAlone(file, "mappings"), (stub, place) => readStub(stub, place, file.beside)),
};

const start = /"mappings"\s*:\s*\[\s*\{|"(?:urlPath|urlPattern|urlPathPattern|bodyPatterns)"\s*:/;

const requestMarks = ["urlPath", "urlPattern", "urlPathPattern", "urlPathTemplate", "bodyPatterns"];
const responseMarks = [
  "jsonBody",
  "base64Body",
  "bodyFileName",
  "chunkedDribbleDelay",
  "fixedDelayMilliseconds",
  "transformers",
];
const recordMarks = [
  "uuid",
  "persistent",
  "scenarioName",
  "requiredScenarioState",
  "newScenarioState",
  "insertionIndex",
];

function stubsIn(root: unknown): readonly unknown[] | null {
  const listed = listOf(memberOf(root, "mappings"));
  if (listed?.some(hasSides) === true) return listed;
  const list = listOf(root) ?? [root];
  return list.some((one) => hasSides(one) && hasMark(one)) ? list : null;
}

function hasSides(one: unknown): boolean {
  return objectOf(memberOf(one, "request")) !== null && objectOf(memberOf(one, "response")) !== null;
}

function hasMark(one: unknown): boolean {
  return (
    requestMarks.some((name) => memberOf(memberOf(one, "request"), name) !== undefined) ||
    responseMarks.some((name) => memberOf(memberOf(one, "response"), name) !== undefined) ||
    recordMarks.some((name) => memberOf(one, name) !== undefined)
  );
}

function readStub(stub: unknown, place: InteractionPlace, beside: BesideFile): Interaction {
  const [request, response] = [objectOf(memberOf(stub, "request")), objectOf(memberOf(stub, "response"))];
  if (request === null || response === null)
    throw new RecordingError(place, `"request" or "response" is not an object`);
  const address = addressOf(request);
  const sent = requestBody(itemsOf(request["bodyPatterns"]), { ...place, of: "request" });
  const received = responseOf(response, beside, { ...place, of: "response" });
  const method = textOf(request["method"]);
  return buildInteraction({
    ...place,
    format: "wiremock",
    request: {
      method: method === "ANY" ? null : method,
      url: address.url,
      headers: headersOf(comparedHeaders(objectOf(request["headers"]) ?? {})),
      body: sent.bytes,
    },
    response: received.response,
    recordedAt: null,
    losses: [...sent.losses, ...received.losses, "host"],
    notes: [...address.notes, ...sent.notes, ...received.notes],
  });
}

function addressOf(request: Members): { readonly url: string; readonly notes: readonly string[] } {
  const url = textOf(request["url"] ?? request["urlPath"]);
  if (url !== null) return { url, notes: [] };
  const pattern = textOf(request["urlPattern"] ?? request["urlPathPattern"] ?? request["urlPathTemplate"]);
  const path = pattern === null ? null : pathOfPattern(pattern);
  if (path !== null) return { url: path, notes: [] };
  return {
    url: "",
    notes: [pattern === null ? "the stub answers every URL" : `the stub answers every URL like ${pattern}`],
  };
}

/** Only a header that is compared as a whole was sent as it stands. */
function comparedHeaders(headers: Members): Members {
  const whole = Object.entries(headers).map(([name, rule]) => [name, memberOf(rule, "equalTo")] as const);
  return Object.fromEntries(whole.filter(([, value]) => typeof value === "string"));
}

/**
 * A recorded stub compares the whole body (`equalToJson`, with `ignoreExtraElements` by default: WireMock, "Record and
 * Playback", read 2026-11-28). Any other pattern holds a part of it.
 */
function requestBody(patterns: readonly unknown[], place: BodyPlace): StubPart {
  const all = patterns.flatMap((one) => [one, ...itemsOf(memberOf(one, "and"))]);
  for (const pattern of all) {
    const json = memberOf(pattern, "equalToJson");
    if (json !== undefined) return comparedJson(json, place);
    const [text, binary] = [textOf(memberOf(pattern, "equalTo")), textOf(memberOf(pattern, "binaryEqualTo"))];
    if (text !== null) return { ...storedBody({ stored: text }, place), notes: [] };
    if (binary !== null) return { bytes: decodeBase64(binary, place), losses: [], notes: [] };
  }
  return lostRequestBody;
}

type Response = {
  readonly response: Parameters<typeof buildInteraction>[0]["response"];
  readonly losses: readonly Loss[];
  readonly notes: readonly string[];
};

function responseOf(response: Members, beside: BesideFile, place: BodyPlace): Response {
  const fault = textOf(response["fault"]);
  if (fault !== null) return { response: null, losses: [], notes: [`the stub breaks the connection: ${fault}`] };
  if (textOf(response["proxyBaseUrl"]) !== null) {
    return { response: null, losses: [], notes: ["the stub passes requests on and holds no response"] };
  }
  // A stub without a status answers 200 (WireMock, "Stubbing", read 2026-11-28).
  const status = countOf(response["status"]) ?? 200;
  const { bytes, losses, notes } = responseBody(response, { beside, status }, place);
  const body = dribbled(bytes ?? new Uint8Array(), response);
  const isTemplate = itemsOf(response["transformers"]).includes("response-template");
  return {
    response: { status, headers: headersOf(response["headers"]), body: body ?? bytes ?? new Uint8Array() },
    losses,
    notes: [
      ...notes,
      ...(body === null ? [] : ["the times of the chunks are those that the stub sets"]),
      ...(isTemplate ? ["the response is a template: its placeholders are not filled in"] : []),
    ],
  };
}

type Around = { readonly beside: BesideFile; readonly status: number };

function responseBody(response: Members, { beside, status }: Around, place: BodyPlace): StubPart {
  const { body, jsonBody, base64Body, bodyFileName } = response;
  const plain = { losses: [], notes: [] };
  if (typeof base64Body === "string") return { ...plain, bytes: decodeBase64(base64Body, place) };
  if (jsonBody !== undefined) return { ...plain, ...storedBody({ parsed: jsonBody }, place) };
  const file = textOf(bodyFileName);
  if (file === null) return { ...plain, bytes: storedBody({ stored: body }, place).bytes ?? new Uint8Array() };
  const own = beside(file, "../__files");
  return { losses: [], ...attachedBody("bytes" in own ? own : beside(file, "__files"), status, place) };
}

/** `chunkedDribbleDelay`: WireMock sends the body in that many chunks over that time. null: at once. */
function dribbled(bytes: Uint8Array, response: Members): readonly (readonly [number, Uint8Array])[] | null {
  const dribble = response["chunkedDribbleDelay"];
  const [count, total] = [countOf(memberOf(dribble, "numberOfChunks")), countOf(memberOf(dribble, "totalDuration"))];
  if (count === null || total === null || count === 0 || bytes.length === 0) return null;
  const pieces = Math.min(count, bytes.length, 10_000);
  const size = Math.ceil(bytes.length / pieces);
  const first = countOf(response["fixedDelayMilliseconds"]) ?? 0;
  const starts = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) => index * size);
  return starts.map((from, index) => [
    first + ((index + 1) * total) / starts.length,
    bytes.subarray(from, from + size),
  ]);
}
