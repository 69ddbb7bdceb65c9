import { describe, expect, test } from "vitest";
import { interactionsOf } from "../../../test/support/read-format.js";
import { RecordingError } from "../format.js";
import { recordingFile } from "../recording-file.js";
import { vcrpySplit } from "./vcrpy-split.js";

const request = (text: string) => `- body: ${text}
  headers: '**REDACTED**'
  method: POST
  uri: https://llm.example/converse
`;
const response = (text: string) => `- body:
    string: ${text}
  headers: '**REDACTED**'
  status:
    code: 200
    message: OK
`;
const split = (requests: readonly string[], responses: readonly string[]) =>
  `requests:\n${requests.map(request).join("")}responses:\n${responses.map(response).join("")}`;

const fileOf = (text: string) => recordingFile("a.yaml.gz", new TextEncoder().encode(text));

/** The bodies of each interaction, and the messages of those that cannot be read. */
function readAll(text: string): readonly [bodies: readonly string[], messages: readonly string[]] {
  const bodies: string[] = [];
  const messages: string[] = [];
  for (const one of vcrpySplit.read(fileOf(text))) {
    if (one instanceof RecordingError) messages.push(one.message);
    else bodies.push(`${Buffer.from(one.request?.body ?? [])}>${Buffer.concat(one.chunks.map(([, bytes]) => bytes))}`);
  }
  return [bodies, messages];
}

describe("VCR.py with requests and responses apart", () => {
  test("pairs them by their place", () => {
    const text = split(["!!binary YQ==", "b"], ["!!binary MQ==", "'2'"]);
    expect(readAll(text)).toEqual([["a>1", "b>2"], []]);
    expect(interactionsOf(vcrpySplit, fileOf(text))).toMatchObject([
      { format: "vcrpy-split", interaction: 0, request: { headers: [] }, response: { status: 200, headers: [] } },
      { format: "vcrpy-split", interaction: 1 },
    ]);
  });

  test.each([
    ["a response is missing", split(["a", "b"], ["'1'"]), ["a>1"], "interaction 1: the request has no response"],
    ["a request is missing", split(["a"], ["'1'", "'2'"]), ["a>1"], "interaction 1: the response has no request"],
    [
      "a response has wrong base64",
      split(["a", "b"], ["'1'", "!!binary M"]),
      ["a>1"],
      "interaction 1: line 18, column 13",
    ],
    [
      "the last response is cut",
      split(["a", "b"], ["'1'", "'2'"]).slice(0, -15),
      ["a>1"],
      "interaction 1: the file ends",
    ],
    [
      "a request is damaged",
      split(["a", "'b"], ["'1'", "'2'"]),
      ["a>1"],
      "line 6, interaction 1: line 7, column 20: not valid",
    ],
    [
      "the first response is damaged",
      split(["a", "b"], ["'1", "'2'"]),
      ["b>2"],
      "line 2, interaction 0: line 13, column 24: not valid YAML",
    ],
  ])("%s: the other pair is read, and it is named", (_, text, bodies, message) => {
    const [read, messages] = readAll(text);
    expect(read).toEqual(bodies);
    expect(messages).toEqual([expect.stringContaining(message)]);
    expect(messages[0]).toMatch(/^a\.yaml\.gz, line \d+, interaction \d: /);
  });

  test("a file without a list is an error of the file", () => {
    const text = split(["a"], []).replace("responses:\n", "");
    expect(() => readAll(text)).toThrow('a.yaml.gz: "responses" is not a list');
  });

  test("is known by its requests, and by nothing else", () => {
    expect(vcrpySplit.detect(fileOf(split(["a"], ["'1'"])))).toBe(true);
    expect(vcrpySplit.detect(fileOf("requests: 5\nresponses: 5\n"))).toBe(false);
    expect(vcrpySplit.detect(fileOf("requests:\n- requests==2.31\n- pyyaml\n"))).toBe(false);
    expect(vcrpySplit.detect(fileOf(""))).toBe(false);
  });
});
