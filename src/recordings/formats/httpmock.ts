import { buildInteraction } from "../build-interaction.js";
import { headersOf } from "../foreign-headers.js";
import { RecordingError, type RecordingFormat } from "../format.js";
import type { Interaction } from "../interaction.js";
import { countOf, listOf, memberOf, objectOf, textOf } from "../members.js";
import type { RecordingFile } from "../recording-file.js";
import { decodeBase64, storedBody } from "../stored-body.js";
import { faultText } from "../yaml/foreign-yaml.js";

/** Recordings of Rust's httpmock: one YAML document an exchange, `when` and `then`; the host is not kept. */
export const httpmock: RecordingFormat = {
  id: "httpmock",
  title: "httpmock recording (YAML documents of when and then)",
  detect: (file) => {
    const start = Buffer.from(file.bytes.subarray(0, 1024)).toString("latin1");
    return /^(?:---\s*)?when:\s*$/m.test(start) && /^ +path: /m.test(Buffer.from(file.bytes).toString("latin1"));
  },
  read: (file) => readDocuments(file),
};

function* readDocuments(file: RecordingFile): Generator<Interaction> {
  const parsed = file.yaml();
  const documents = parsed.documents.filter((one) => one !== null && one !== undefined);
  for (const [interaction, document] of documents.entries()) yield readDocument(file.name, interaction, document);
  if (!parsed.ok) throw new RecordingError({ file: file.name, interaction: documents.length }, faultText(parsed));
}

function readDocument(file: string, interaction: number, document: unknown): Interaction {
  const when = objectOf(memberOf(document, "when"));
  const then = objectOf(memberOf(document, "then"));
  const path = textOf(memberOf(when, "path"));
  if (when === null || path === null) throw new RecordingError({ file, interaction }, `"when" has no "path"`);
  if (then === null) throw new RecordingError({ file, interaction }, `"then" is no object`);
  return buildInteraction({
    file,
    format: "httpmock",
    interaction,
    request: {
      method: textOf(memberOf(when, "method")),
      url: path + queryOf(when["query_param"]),
      headers: headersOf(when["header"]),
      body: bodyOf(when, { file, interaction, of: "request" }),
    },
    response: {
      status: countOf(then["status"]),
      headers: headersOf(then["header"]),
      body: bodyOf(then, { file, interaction, of: "response" }) ?? new Uint8Array(),
    },
    recordedAt: null,
    losses: ["host"],
    notes: [],
  });
}

function queryOf(parameters: unknown): string {
  const query = new URLSearchParams();
  for (const one of listOf(parameters) ?? []) {
    query.append(textOf(memberOf(one, "name")) ?? "", textOf(memberOf(one, "value")) ?? "");
  }
  const text = query.toString();
  return text === "" ? "" : `?${text}`;
}

function bodyOf(
  message: { readonly [name: string]: unknown },
  place: { readonly file: string; readonly interaction: number; readonly of: "request" | "response" },
): Uint8Array | null {
  const { body, body_encoding: encoding } = message;
  const text = textOf(body);
  if (encoding === "base64" && text !== null) return decodeBase64(text, place);
  if (encoding === "base64" || encoding === undefined || encoding === null) {
    return storedBody({ stored: body }, place).bytes;
  }
  throw new RecordingError(
    { file: place.file, interaction: place.interaction },
    `body_encoding ${JSON.stringify(encoding)} is not known`,
  );
}
