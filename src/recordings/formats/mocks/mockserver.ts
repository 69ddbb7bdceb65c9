import { buildInteraction } from "../../build-interaction.js";
import { headersOf } from "../../foreign-headers.js";
import { type BodyPlace, type InteractionPlace, RecordingError, type RecordingFormat } from "../../format.js";
import type { Interaction } from "../../interaction.js";
import { countOf, listOf, memberOf, objectOf, textOf } from "../../members.js";
import { looksRecorded } from "../../recorded-json.js";
import { readRecords } from "../../records/read-records.js";
import { decodeBase64, storedBody } from "../../stored-body.js";
import { listOrAlone } from "./list-or-alone.js";
import { comparedJson, lostRequestBody, pathOfPattern, type StubPart } from "./stub.js";

/**
 * Expectations and recorded exchanges of MockServer: `httpRequest` and `httpResponse`, alone or in a list. Bodies are text or
 * `{type, json | string | base64Bytes}` (its documentation, "Creating expectations", read 2026-11-28).
 */
export const mockserver: RecordingFormat = {
  id: "mockserver",
  title: "MockServer expectations (JSON)",
  detect: (file) =>
    looksRecorded(file, {
      start: /^\s*(?:\[\s*)?\{[\s\S]*?"httpRequest"\s*:\s*\{/,
      shape: (root) => listIn(root) !== null,
    }),
  read: (file) => readRecords(file, listOrAlone(file), readOne),
};

function listIn(root: unknown): readonly unknown[] | null {
  const list = listOf(root) ?? [root];
  const isKnown = (one: unknown) =>
    textOf(memberOf(memberOf(one, "httpRequest"), "path")) !== null && objectOf(memberOf(one, "httpResponse")) !== null;
  return list.some(isKnown) ? list : null;
}

function readOne(one: unknown, place: InteractionPlace): Interaction {
  const [request, response] = [objectOf(memberOf(one, "httpRequest")), objectOf(memberOf(one, "httpResponse"))];
  if (request === null || response === null)
    throw new RecordingError(place, `"httpRequest" or "httpResponse" is not an object`);
  const headers = headersOf(listed(request["headers"]));
  const pattern = textOf(request["path"]) ?? "";
  const host = headers.find(([name]) => name === "host")?.[1] ?? null;
  const path = pathOfPattern(pattern);
  const sent = bodyOf(request["body"], { ...place, of: "request" });
  const received = bodyOf(response["body"], { ...place, of: "response" });
  return buildInteraction({
    ...place,
    format: "mockserver",
    request: {
      method: textOf(request["method"]),
      url: (host === null ? "" : `https://${host}`) + (path ?? ""),
      headers,
      body: sent.bytes,
    },
    response: {
      // An expectation without a status answers 200.
      status: countOf(response["statusCode"]) ?? 200,
      headers: headersOf(listed(response["headers"])),
      body: received.bytes ?? new Uint8Array(),
    },
    recordedAt: textOf(memberOf(one, "timestamp")),
    losses: [
      ...sent.losses,
      ...received.losses.filter((loss) => loss !== "request-body"),
      ...(host === null ? (["host"] as const) : []),
    ],
    notes: path === null ? [`the expectation answers every path like ${pattern}`] : [],
  });
}

/** Headers as a mapping, or as a list of `{name, values}`. */
function listed(headers: unknown): unknown {
  return listOf(headers)?.map((one) => ({ name: memberOf(one, "name"), value: memberOf(one, "values") })) ?? headers;
}

function bodyOf(body: unknown, place: BodyPlace): StubPart {
  const plain = { losses: [], notes: [] };
  if (body === undefined || body === null) return place.of === "request" ? lostRequestBody : { ...plain, bytes: null };
  if (typeof body === "string") return { ...plain, ...storedBody({ stored: body }, place) };
  const base64 = textOf(memberOf(body, "base64Bytes"));
  if (base64 !== null) return { ...plain, bytes: decodeBase64(base64, place) };
  const text = textOf(memberOf(body, "string"));
  if (text !== null) return { ...plain, ...storedBody({ stored: text }, place) };
  const json = memberOf(body, "json");
  if (json !== undefined && place.of === "request") return comparedJson(json, place);
  if (json !== undefined)
    return { ...plain, ...storedBody(typeof json === "string" ? { stored: json } : { parsed: json }, place) };
  if (place.of === "response" || memberOf(body, "type") === undefined)
    return { ...plain, ...storedBody({ parsed: body }, place) };
  return lostRequestBody;
}
