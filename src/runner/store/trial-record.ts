import { checkTranscript, decodeTranscript, encodeTranscript } from "../../transcript/serialise.js";
import type { Transcript } from "../../transcript/transcript.js";
import type { HarEntry } from "../../wire/har/har.js";
import { decodeEntry } from "../../wire/har/har-decode.js";
import { encodeEntry } from "../../wire/har/har-encode.js";
import type { Redactor } from "../../wire/secrets/redact.js";
import type { LiveTrial } from "../live/live-options.js";
import { refuseLeaks } from "./refuse-leaks.js";

/** A finished trial. `round`: 0 for the first time that its run asked it, one more for each time that it was asked again. */
export type StoredTrial = { readonly round: number; readonly transcript: Transcript };

/** The JSON of a record, without a line end, and the transcript as it stands there: both without secrets. */
export type EncodedTrial = { readonly json: string; readonly transcript: Transcript };

/** Redacts, scans and encodes one trial. Throws SecretInFixtureError, naming `file`, where a secret is left. */
export function encodeTrial(
  { transcript, taken }: LiveTrial,
  round: number,
  { redactor, file }: { readonly redactor: Redactor; readonly file: string },
): EncodedTrial {
  const { client } = transcript.cell;
  const exchanges = taken.map(({ exchange }) => redactor.exchange(exchange));
  const entries = taken.map(({ step, attempt }, at) => {
    const exchange = exchanges[at];
    if (exchange === undefined) throw new TypeError("an exchange is missing");
    return encodeEntry({ exchange, trial: transcript.trial, step, attempt, client }, null);
  });
  const plain = encodeTranscript(transcript);
  const redacted = redactor.json(plain);
  const json = `{"round":${round},"transcript":${redacted},"entries":${JSON.stringify(entries)}}`;
  refuseLeaks(file, [...redactor.leaks(json), ...exchanges.flatMap((one) => redactor.spelled(one))]);
  return { json, transcript: redacted === plain ? transcript : decodeTranscript(redacted) };
}

/** Reads a record without its exchanges. Throws TranscriptError for a wrong member, SyntaxError for a text that is not JSON. */
export function decodeTrial(json: string): StoredTrial {
  const { round, transcript } = JSON.parse(json) as { readonly round: number; readonly transcript: unknown };
  return { round, transcript: checkTranscript(transcript) };
}

/** Reads the exchanges of a record. Throws HarError, with `place`, for a wrong member. */
export function decodeExchanges(json: string, place: string): readonly HarEntry[] {
  const { entries } = JSON.parse(json) as { readonly entries: readonly unknown[] };
  return entries.map((value, at) => decodeEntry({ file: place, place: `entries[${at}]`, value }));
}
