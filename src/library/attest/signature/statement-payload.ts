import { basename } from "node:path";
import { z } from "zod";
import type { Statement } from "../../../verdict/statements/statement-schema.js";
import { parseJson } from "../../../wire/json.js";
import { sha256Of } from "../../evidence/sums.js";
import type { Payload } from "./dsse.js";

/** What an envelope of in-toto says that its payload is (in-toto/attestation spec/v1/envelope.md; read 2026-11-30). */
export const payloadType = "application/vnd.in-toto+json";

const predicateType = "urn:llm-parity:statement:v1";

/** An in-toto statement, version 1, about one file (in-toto/attestation spec/v1/statement.md; read 2026-11-30). */
const inToto = z.object({
  _type: z.literal("https://in-toto.io/Statement/v1"),
  subject: z.tuple([z.object({ name: z.string(), digest: z.object({ sha256: z.string() }) })]),
  predicateType: z.literal(predicateType),
  predicate: z.unknown(),
});

/** What is signed of a statement: the name and hash of its file, and what it says in short. `text`: the bytes of the file. */
export function statementPayload(file: string, statement: Statement, text: string): Payload {
  const said: z.infer<typeof inToto> = {
    _type: "https://in-toto.io/Statement/v1",
    subject: [{ name: basename(file), digest: { sha256: sha256Of(text) } }],
    predicateType,
    predicate: predicateOf(statement),
  };
  return { type: payloadType, bytes: Buffer.from(JSON.stringify(said)) };
}

/** Why a payload is not about that statement; null: it is. `text`: the bytes of the statement's file. */
export function payloadProblem(payload: Payload, statement: Statement, text: string): string | null {
  const read = signedFile(payload, text);
  if ("problem" in read) return read.problem;
  const isSame = JSON.stringify(read.predicate) === JSON.stringify(predicateOf(statement));
  return isSame ? null : "has a summary that differs from the statement that it signs";
}

/** What a payload says of a file, or why it is not about that file. `text`: the bytes of the file. */
export function signedFile(
  { type, bytes }: Payload,
  text: string,
): { readonly predicate: unknown } | { readonly problem: string } {
  if (type !== payloadType) return { problem: `signs ${JSON.stringify(type.slice(0, 80))}, not ${payloadType}` };
  const parsed = parseJson(Buffer.from(bytes).toString());
  const read = inToto.safeParse(parsed.ok ? parsed.value : null);
  if (!read.success) return { problem: `signs something that is no statement of llm-parity (${predicateType})` };
  const [{ digest }] = read.data.subject;
  const hash = sha256Of(text);
  if (digest.sha256 === hash) return { predicate: read.data.predicate };
  const [signed, own] = [digest.sha256, hash].map((one) => one.slice(0, 16));
  return { problem: `signs a file with the SHA-256 ${signed}…, and that of this statement is ${own}…` };
}

function predicateOf({ demo, result, profile, targets, window, expires, edition }: Statement): object {
  return {
    ...(demo === true ? { demo } : {}),
    ...{ result, profile: profile.id, targets: targets.map(({ id }) => id), window, expires },
    edition: edition.id,
  };
}
