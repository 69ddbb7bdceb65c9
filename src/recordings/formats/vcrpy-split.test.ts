import { describe, expect, test } from "vitest";
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

function readUntilDamage(text: string): readonly [bodies: readonly string[], message: string | null] {
  const bodies: string[] = [];
  try {
    for (const { request: asked, chunks } of vcrpySplit.read(fileOf(text))) {
      bodies.push(`${Buffer.from(asked?.body ?? [])}>${Buffer.concat(chunks.map(([, bytes]) => bytes))}`);
    }
    return [bodies, null];
  } catch (error) {
    return [bodies, error instanceof RecordingError ? error.message : `not a RecordingError: ${error}`];
  }
}

describe("VCR.py with requests and responses apart", () => {
  test("pairs them by their place", () => {
    const text = split(["!!binary YQ==", "b"], ["!!binary MQ==", "'2'"]);
    expect(readUntilDamage(text)).toEqual([["a>1", "b>2"], null]);
    expect([...vcrpySplit.read(fileOf(text))]).toMatchObject([
      { format: "vcrpy-split", interaction: 0, request: { headers: [] }, response: { status: 200, headers: [] } },
      { format: "vcrpy-split", interaction: 1 },
    ]);
  });

  test.each([
    ["a response is missing", split(["a", "b"], ["'1'"]), ["a>1"], "interaction 1: the request has no response"],
    ["a request is missing", split(["a"], ["'1'", "'2'"]), ["a>1"], "interaction 1: the response has no request"],
    ["the responses are missing", split(["a"], []).replace("responses:\n", ""), [], '"responses" is not a list'],
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
    ["a request is cut", split(["a", "'b"], []), [], "line 7, column 20: not valid YAML"],
  ])("%s: an error after what is whole", (_, text, bodies, message) => {
    const [read, thrown] = readUntilDamage(text);
    expect(read).toEqual(bodies);
    expect(thrown).toMatch(/^a\.yaml\.gz/);
    expect(thrown).toContain(message);
  });

  test("is known by its requests, and by nothing else", () => {
    expect(vcrpySplit.detect(fileOf(split(["a"], ["'1'"])))).toBe(true);
    expect(vcrpySplit.detect(fileOf("requests: 5\nresponses: 5\n"))).toBe(false);
    expect(vcrpySplit.detect(fileOf("requests:\n- requests==2.31\n- pyyaml\n"))).toBe(false);
    expect(vcrpySplit.detect(fileOf(""))).toBe(false);
  });
});
