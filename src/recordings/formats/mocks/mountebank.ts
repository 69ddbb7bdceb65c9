import { buildInteraction } from "../../build-interaction.js";
import { headersOf } from "../../foreign-headers.js";
import { type BodyPlace, type InteractionPlace, RecordingError, type RecordingFormat } from "../../format.js";
import type { Interaction } from "../../interaction.js";
import { countOf, listOf, type Members, memberOf, objectOf, textOf } from "../../members.js";
import { looksRecorded, recordedJson } from "../../recorded-json.js";
import type { RecordingFile } from "../../recording-file.js";
import { jsonRecords } from "../../records/json-records.js";
import { readRecords, type StoredRecord, type StoredRecords } from "../../records/read-records.js";
import { decodeBase64, storedBody } from "../../stored-body.js";
import { comparedJson, itemsOf, lostRequestBody, type StubPart } from "./stub.js";

/**
 * Imposters of mountebank, as `mb save` writes them: `stubs` with `predicates` on a request and `responses` whose `is` answers it,
 * each of these an interaction. Bodies are text, JSON values, or base64 under `_mode: "binary"` (bbyars/mountebank `src/models/http/baseHttpServer.js`,
 * read 2026-11-29). A response that a script makes or a proxy fetches is not in the file.
 */
export const mountebank: RecordingFormat = {
  id: "mountebank",
  title: "mountebank imposters (JSON)",
  detect: (file) =>
    looksRecorded(file, {
      start: /"stubs"\s*:\s*\[\s*\{\s*(?:"_links"|"predicates"|"responses")/,
      shape: (root) => stubsIn(root).some((stub) => recordsOf(stub).some((record) => "is" in record)),
    }),
  read: (file) => readRecords(file, storedStubs(file), readAnswer),
};

function stubsIn(root: unknown): readonly unknown[] {
  const imposters = listOf(memberOf(root, "imposters")) ?? [root];
  return imposters.flatMap((one) => listOf(memberOf(one, "stubs")) ?? []);
}

/** A stub that answers in turn, as one record for each answer; one without any list of answers is spoilt. */
function recordsOf(stub: unknown): readonly Members[] {
  const predicates = memberOf(stub, "predicates");
  const answers = listOf(memberOf(stub, "responses"));
  if (answers === null) return [{ predicates }];
  return answers.flatMap((one) => {
    const is = memberOf(one, "is");
    return is === undefined ? [] : [{ predicates, is }];
  });
}

/** The stubs of one imposter are separated by its list, so that a damaged one takes no other; those of several need whole JSON. */
function storedStubs(file: RecordingFile): StoredRecords {
  const { list, lineOf, ...records } = file.start().includes('"imposters"')
    ? wholeStubs(file)
    : jsonRecords(file, ["stubs"]);
  const answers = list.flatMap((record, stub): readonly { readonly record: StoredRecord; readonly stub: number }[] => {
    if ("fault" in record) return [{ record, stub }];
    return recordsOf(record.value).map((value) => ({ record: { value }, stub }));
  });
  return {
    ...records,
    list: answers.map(({ record }) => record),
    lineOf: (index) => lineOf(answers[index]?.stub ?? index),
  };
}

function wholeStubs(file: RecordingFile): StoredRecords {
  const list = stubsIn(recordedJson(file)).map((value) => ({ value }));
  return { list, lineOf: () => null, lost: null, notes: [] };
}

function readAnswer(record: unknown, place: InteractionPlace): Interaction {
  const request = askedBy(memberOf(record, "predicates"));
  const answer = objectOf(memberOf(record, "is"));
  if (answer === null) throw new RecordingError(place, `"is" is not an object`);
  const headers = headersOf(request["headers"]);
  const host = headers.find(([name]) => name === "host")?.[1] ?? null;
  const sent = requestBody(request["body"], { ...place, of: "request" });
  const received = answerBody(answer, { ...place, of: "response" });
  return buildInteraction({
    ...place,
    format: "mountebank",
    request: {
      method: textOf(request["method"]),
      url: (host === null ? "" : `https://${host}`) + (textOf(request["path"]) ?? ""),
      headers,
      body: sent.bytes,
    },
    response: {
      // An answer without a status is 200.
      status: countOf(answer["statusCode"]) ?? 200,
      headers: headersOf(answer["headers"]),
      body: received.bytes ?? new Uint8Array(),
    },
    recordedAt: null,
    losses: [...sent.losses, ...received.losses, ...(host === null ? (["host"] as const) : [])],
    notes: [...queryNote(request["query"]), ...sent.notes, ...received.notes],
  });
}

/** What the predicates say in full of a request; those of a part of it (`contains`, `matches`) do not hold it. */
function askedBy(predicates: unknown): Members {
  const whole = itemsOf(predicates).flatMap((one) => [
    ...itemsOf(memberOf(one, "and")).map(askedBy),
    objectOf(memberOf(one, "equals")) ?? {},
    objectOf(memberOf(one, "deepEquals")) ?? {},
  ]);
  return Object.assign({}, ...whole);
}

/** A query is kept apart from the path, decoded, so that its own text is not in the file. */
function queryNote(query: unknown): readonly string[] {
  const names = Object.keys(objectOf(query) ?? {});
  return names.length === 0 ? [] : [`the query that the stub compares (${names.join(", ")}) is not in the URL`];
}

function requestBody(body: unknown, place: BodyPlace): StubPart {
  if (body === undefined || body === null) return lostRequestBody;
  return typeof body === "string" ? { ...storedBody({ stored: body }, place), notes: [] } : comparedJson(body, place);
}

function answerBody({ body, _mode: mode }: Members, place: BodyPlace): StubPart {
  const text = textOf(body);
  if (mode === "binary" && text !== null) return { bytes: decodeBase64(text, place), losses: [], notes: [] };
  return { ...storedBody({ stored: body }, place), notes: [] };
}
