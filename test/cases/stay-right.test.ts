import { readdirSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { judgeRecordings } from "../../src/library/recordings/judge-recordings.js";
import { loadDataset } from "../../src/runner/load-dataset.js";
import { root } from "../support/repository.js";

const folder = join(root, "test/cases/inputs/stay-right");

/** Each file is written after a public report, and what `judge` has to say of it: `observed`, then `id (cause)`; notes after `·`. */
const expected: { readonly [file: string]: string } = {
  // Markup of a call that the service could not read, by its own word.
  "m-malformed-output.har": "bad malformed-function-call (malformed_model_output)",
  "m-malformed-tool-use.har": "bad malformed-function-call (malformed_tool_use), arguments-invalid-json",
  // "Model produced invalid sequence": the model's failure, and no outage.
  "m-nova-invalid-seq-unary.har": "bad model-error",
  "m-nova-invalid-seq.har": "bad model-error (model-error)",
  "j-nan.har": "bad protocol",
  "u-null-choices-error.har": "bad error-in-200 (invalid-request)",
  "u-null-choices-null-error.har": "bad protocol",
  "j-html200.har": "bad protocol",
  "j-whitespace.har": "bad truncated (before-content)",
  // A byte order mark, carriage returns, event names, no blank after the colon: all of them are events.
  "k-bom-sse.har": "ok",
  "k-cr.har": "ok",
  "k-event-names.har": "ok",
  "k-nospace-crlf.har": "ok",
  "w-stop-per-chunk.har": "bad event-after-finish",
  "m-blank-blocks.har": "bad reasoning-only",
  // A cut Converse stream is cut, wherever it ends, and never empty or whole.
  "zb-eof-no-messageStop.har": "bad truncated (inside-content)",
  "zb-eof-nothing.har": "bad truncated (before-content)",
  "zb-eof-only-start.har": "bad truncated (before-content)",
  "zb-no-metadata.har": "ok · usage-missing, metadata-missing",
  "zb-tool-no-blockstop.har": "bad truncated (inside-content)",
  // Symptoms that people reported of one provider or the other.
  "a-inband-error-empty-choices.har": "bad midstream-error (unavailable)",
  "c-no-finish-with-calls.har": "bad finish-missing · usage-missing",
  "d-bedrock-cache-usage.har": "ok",
  "g-other-model-served.har": "bad served-model-differs (other-family)",
  "j-cachepoint-access-denied.har": "unsupported",
  "k-schema-keyword.har": "bad request-refused (schema-keyword)",
  "l-toolconfig-missing.har": "bad request-refused (invalid-history)",
  "p-malformed-function-call.har": "bad malformed-function-call (error / MALFORMED_FUNCTION_CALL)",
  "q-length-only-reasoning.har": "bad cut-by-max-tokens",
};

describe("a recording after a report keeps its name", () => {
  const found = new Map<string, string>();

  beforeAll(async () => {
    const { exchanges } = await judgeRecordings([folder], {});
    for (const { file, observed, findings } of exchanges) {
      const named = (severity: string) =>
        findings
          .filter((one) => one.severity === severity)
          .map(({ id, cause }) => (cause === null ? id : `${id} (${cause})`))
          .join(", ");
      const [bad, notes] = [named("bad"), named("note")];
      const text = `${observed}${bad === "" ? "" : ` ${bad}`}${notes === "" ? "" : ` · ${notes}`}`;
      found.set(file.split("/").at(-1) ?? file, text);
    }
  });

  test.each(Object.entries(expected))("%s: %s", (file, text) => {
    expect(found.get(file)).toBe(text);
  });

  test("none of the folder is left out", () => {
    expect(readdirSync(folder).filter((file) => file.endsWith(".har"))).toEqual(Object.keys(expected).toSorted());
  });
});

describe("rows of a data set", () => {
  test.each([
    ["ds-bom-crlf.jsonl", 2],
    ["ds-k2vv.jsonl", 3],
  ])("%s are read", (file, rows) => {
    expect(loadDataset(join(folder, file))).toHaveLength(rows);
  });

  test.each([
    ["ds-badutf8.jsonl", ":1:386: the file is not UTF-8 here"],
    ["ds-batch.jsonl", ":1:1: messages: the request has no list of messages"],
    ["ds-nan.jsonl", ":1:378: not valid JSON"],
  ])("%s are refused with their place", (file, message) => {
    expect(() => loadDataset(join(folder, file))).toThrow(message);
  });
});
