import { attachedBody } from "../../attached/attached-body.js";
import type { BesideFile } from "../../attached/beside-file.js";
import { buildInteraction } from "../../build-interaction.js";
import { headersOf } from "../../foreign-headers.js";
import { type BodyPlace, type InteractionPlace, RecordingError, type RecordingFormat } from "../../format.js";
import type { Interaction } from "../../interaction.js";
import { countOf, listOf, type Members, memberOf, objectOf, textOf } from "../../members.js";
import { looksRecorded } from "../../recorded-json.js";
import { jsonRecords } from "../../records/json-records.js";
import { readRecords } from "../../records/read-records.js";
import { decodeBase64, storedBody } from "../../stored-body.js";
import { comparedJson, itemsOf, lostRequestBody, type StubPart } from "./stub.js";

/**
 * Simulations of Hoverfly: `data.pairs`, each field of a request a list of matchers (schemas 5), one matcher (2 to 4) or its
 * text (1). See "Simulation schema" of its documentation, read 2026-11-28.
 */
export const hoverfly: RecordingFormat = {
  id: "hoverfly",
  title: "Hoverfly simulation (JSON)",
  detect: (file) =>
    looksRecorded(file, {
      start: /^\s*\{\s*"data"\s*:\s*\{\s*"pairs"\s*:\s*\[/,
      shape: (root) => pairsIn(root) !== null,
    }),
  read: (file) =>
    readRecords(file, jsonRecords(file, ["data", "pairs"]), (pair, place) => readPair(pair, place, file.beside)),
};

function pairsIn(root: unknown): readonly unknown[] | null {
  const pairs = listOf(memberOf(memberOf(root, "data"), "pairs"));
  const isKnown = pairs?.some((one) => objectOf(memberOf(one, "request")) !== null) === true;
  return isKnown ? pairs : null;
}

function readPair(pair: unknown, place: InteractionPlace, beside: BesideFile): Interaction {
  const request = objectOf(memberOf(pair, "request"));
  const response = objectOf(memberOf(pair, "response"));
  if (request === null || response === null)
    throw new RecordingError(place, `"request" or "response" is not an object`);
  const host = exact(request["destination"]);
  const sent = requestBody(request["body"], { ...place, of: "request" });
  const status = countOf(response["status"]);
  const received = responseBody(response, { beside, status }, { ...place, of: "response" });
  return buildInteraction({
    ...place,
    format: "hoverfly",
    request: {
      method: exact(request["method"]),
      url: (host === null ? "" : `${exact(request["scheme"]) ?? "https"}://${host}`) + (exact(request["path"]) ?? ""),
      headers: headersOf(exactHeaders(objectOf(request["headers"]) ?? {})),
      body: sent.bytes?.length === 0 ? null : sent.bytes,
    },
    response: { status, headers: headersOf(response["headers"]), body: received.bytes ?? new Uint8Array() },
    recordedAt: null,
    losses: [...sent.losses, ...received.losses, ...(host === null ? (["host"] as const) : [])],
    notes: [...sent.notes, ...received.notes],
  });
}

type Matcher = { readonly kind: string; readonly value: unknown };

function matchersOf(field: unknown): readonly Matcher[] {
  return itemsOf(field).flatMap((one) => {
    if (typeof one === "string") return [{ kind: "exact", value: one }];
    const [name, value] = Object.entries(objectOf(one) ?? {}).find(([key]) => key.endsWith("Match")) ?? [];
    if (name !== undefined) return [{ kind: name.replace("Match", ""), value }];
    return [{ kind: textOf(memberOf(one, "matcher")) ?? "exact", value: memberOf(one, "value") }];
  });
}

/** The text of a field that is matched exactly; null: it is matched by a pattern, or not at all. */
function exact(field: unknown): string | null {
  return textOf(matchersOf(field).find(({ kind }) => kind === "exact")?.value);
}

function exactHeaders(headers: Members): Members {
  return Object.fromEntries(
    Object.entries(headers).map(([name, field]) => [
      name,
      matchersOf(field).flatMap(({ kind, value }) => (kind === "exact" ? itemsOf(value) : [])),
    ]),
  );
}

function requestBody(field: unknown, place: BodyPlace): StubPart {
  const matchers = matchersOf(field);
  const text = exact(field);
  if (text !== null) return { ...storedBody({ stored: text }, place), notes: [] };
  const json = matchers.find(({ kind }) => kind === "json");
  return json === undefined ? lostRequestBody : comparedJson(json.value, place);
}

type Around = { readonly beside: BesideFile; readonly status: number | null };

function responseBody(response: Members, { beside, status }: Around, place: BodyPlace): StubPart {
  const { body, encodedBody, bodyFile } = response;
  const plain = { losses: [], notes: [] };
  const file = textOf(bodyFile);
  if (file !== null && file !== "" && (textOf(body) ?? "") === "") {
    return { losses: [], ...attachedBody(beside(file), status, place) };
  }
  const text = textOf(body);
  if (encodedBody === true && text !== null) return { ...plain, bytes: decodeBase64(text, place) };
  return { ...plain, bytes: storedBody({ stored: body }, place).bytes ?? new Uint8Array() };
}
