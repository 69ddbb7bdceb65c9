import { buildInteraction } from "../../build-interaction.js";
import { exchangeSides } from "../../exchange-sides.js";
import { headersOf } from "../../foreign-headers.js";
import { type BodyPlace, RecordingError, type RecordingFormat } from "../../format.js";
import type { Interaction } from "../../interaction.js";
import { countOf, type Members, memberOf, objectOf, textOf } from "../../members.js";
import type { RecordingFile } from "../../recording-file.js";
import { decodeBase64, type ReadBody, storedBody } from "../../stored-body.js";
import { parseJson5 } from "./json5.js";

/**
 * Tapes of talkback: one exchange in JSON5, as `meta`, `req` and `res`. A body is base64, unless `meta` calls it readable for
 * humans (ijpiantanida/talkback, README, read 2026-11-28).
 */
export const talkback: RecordingFormat = {
  id: "talkback",
  title: "talkback tape (JSON5)",
  detect: (file) => {
    if (!start.test(file.start())) return false;
    const tape = tapeIn(file);
    return tape === null || (objectOf(memberOf(tape, "req")) !== null && objectOf(memberOf(tape, "res")) !== null);
  },
  read: (file) => [readTape(file)],
};

const start = /^\s*\{\s*["']?meta["']?\s*:\s*\{[^{}]{0,1000}?["']?(?:createdAt|host)["']?\s*:/;

/** null: neither JSON nor JSON5. */
function tapeIn(file: RecordingFile): unknown {
  return (file.json() ?? parseJson5(file.text() ?? ""))?.value ?? null;
}

function readTape(file: RecordingFile): Interaction {
  const place = { file: file.name, interaction: 0 };
  const tape = tapeIn(file);
  if (tape === null) throw new RecordingError({ file: file.name, interaction: null }, "not JSON5");
  const { request, response, url } = exchangeSides(tape, place, { request: "req", response: "res" });
  const meta = objectOf(memberOf(tape, "meta")) ?? {};
  const host = textOf(meta["host"]);
  const sent = bodyOf(request, meta["reqHumanReadable"] === true, { ...place, of: "request" });
  const received = bodyOf(response, meta["resHumanReadable"] === true, { ...place, of: "response" });
  const isWhole = /^https?:\/\//.test(url) || host === null;
  return buildInteraction({
    ...place,
    format: "talkback",
    request: {
      method: textOf(request["method"]),
      url: isWhole ? url : host.replace(/\/$/, "") + url,
      headers: headersOf(request["headers"]),
      body: sent.bytes,
    },
    response: {
      status: countOf(response["status"]),
      headers: headersOf(response["headers"]),
      body: received.bytes ?? new Uint8Array(),
    },
    recordedAt: textOf(meta["createdAt"]),
    losses: [
      ...sent.losses,
      ...received.losses,
      ...(isWhole && host === null && url.startsWith("/") ? (["host"] as const) : []),
    ],
    notes: [],
  });
}

function bodyOf({ body }: Members, isReadable: boolean, place: BodyPlace): ReadBody {
  if (body === undefined || body === null || (body === "" && place.of === "request"))
    return { bytes: null, losses: [] };
  if (typeof body !== "string") return storedBody({ parsed: body }, place);
  return isReadable ? storedBody({ stored: body }, place) : { bytes: decodeBase64(body, place), losses: [] };
}
