import { describe, expect, test } from "vitest";
import { runCommand } from "./support/command.js";
import { gateResult, regressedCell } from "./support/gate-results.js";
import { bareEnvironment } from "./support/program.js";
import { type RawServer, rawServer, unusedPort } from "./support/raw-server.js";
import { type WorkFolder, workFolder } from "./support/work-folder.js";

const secretPath = "/services/T0/B0/not-a-real-hook";

/** A web hook that answers in order; the last answer is for every further call. */
async function hook(...answers: readonly string[]): Promise<RawServer> {
  let at = 0;
  return rawServer(({ socket }) => {
    const text = answers[Math.min(at++, answers.length - 1)] ?? "200 OK";
    const [head = "", body = ""] = text.split("|");
    socket.end(`HTTP/1.1 ${head}\r\ncontent-length: ${body.length}\r\nconnection: close\r\n\r\n${body}`);
  });
}

function bodiesOf({ connections }: RawServer): readonly unknown[] {
  return connections.map(({ request }) =>
    JSON.parse(Buffer.from(request.slice(request.indexOf("\r\n\r\n") + 4), "latin1").toString()),
  );
}

const cells = [
  regressedCell("secret-model/p/a/<!channel>"),
  regressedCell("secret-model/p/a/two", { state: "regressed-2-of-3" }),
  { cell: "secret-model/p/a/three", state: "suspicious" as const },
  { cell: "secret-model/p/a/four", state: "not-measured" as const, tonight: null },
];
const night = gateResult({ cells, compared: 168, alarm: true, notMeasured: true, exitCode: 1 });

function folder(result: object = night): WorkFolder {
  return workFolder({ "gate.json": JSON.stringify(result) });
}

type Options = { readonly url?: string; readonly words?: readonly string[]; readonly work?: WorkFolder };

function notify({ url, words = ["--gate", "gate.json"], work = folder() }: Options) {
  const env = { ...bareEnvironment(work.path), ...(url === undefined ? {} : { LLM_PARITY_NOTIFY_URL: url }) };
  return runCommand(["notify", ...words], { cwd: work.path, env });
}

test("a message has counts and the link, and no name of a cell", async () => {
  const server = await hook("200 OK");
  const words = ["--gate", "gate.json", "--link", "https://example.com/runs/7"];
  const { code, stdout, stderr } = await notify({ url: `${server.url}${secretPath}`, words });
  expect({ code, stdout, stderr }).toEqual({
    ...{ code: 0, stdout: "" },
    stderr: `sent to 127.0.0.1:${server.port}: night 2026-11-29: 1 cell regressed, 1 cell regressed in two of three nights\n`,
  });
  expect(server.connections[0]?.request).toMatch(/^POST \/services\/T0\/B0\/not-a-real-hook HTTP\/1\.1\r\n/);
  expect(bodiesOf(server)).toEqual([
    {
      ...{ schemaVersion: 1, night: "2026-11-29", exitCode: 1 },
      headline: "1 cell regressed, 1 cell regressed in two of three nights",
      counts: {
        ...{ regressed: 1, known: 0, regressedTwoOfThree: 1, columnsRegressed: 0, incidents: 0, notMeasured: 1 },
        ...{ suspicious: 1, fixed: 0, learning: 0, compared: 168 },
      },
      link: "https://example.com/runs/7",
      text: [
        "llm-parity, night 2026-11-29: 1 cell regressed, 1 cell regressed in two of three nights",
        "1 cell regressed · 1 cell regressed in two of three nights · 1 cell not measured · 1 cell suspicious · 168 cells compared",
        "https://example.com/runs/7",
      ].join("\n"),
    },
  ]);
});

test("Slack's form is its text alone, escaped", async () => {
  const server = await hook("200 OK|ok");
  const words = ["--gate", "gate.json", "--format", "slack", "--link", "https://example.com/?a=1&b=<2>"];
  await notify({ url: server.url, words });
  expect(bodiesOf(server)).toEqual([
    {
      text: [
        "*llm-parity, night 2026-11-29: 1 cell regressed, 1 cell regressed in two of three nights*",
        "1 cell regressed · 1 cell regressed in two of three nights · 1 cell not measured · 1 cell suspicious · 168 cells compared",
        "<https://example.com/?a=1&amp;b=&lt;2&gt;|the run>",
      ].join("\n"),
    },
  ]);
});

describe("the headline", () => {
  const column = "bedrock × converse × sdk";
  const missed = { state: "not-measured", tonight: null } as const;
  test.each([
    ["nothing regressed", gateResult({ cells: [{ cell: "a" }] })],
    ["nothing was measured", gateResult({ cells: [{ cell: "a", ...missed }], notMeasured: true, exitCode: 4 })],
    ["nothing was measured", gateResult({ cells: [] })],
    [
      "nothing regressed, and not everything was measured",
      gateResult({ cells: [{ cell: "a", ...missed }, { cell: "b" }], notMeasured: true, exitCode: 4 }),
    ],
    ["nothing regressed", gateResult({ cells: [regressedCell("a", { known: "https://example.com/bugs/1" })] })],
    [
      "learning: there is no baseline to compare with yet",
      gateResult({ cells: [{ cell: "a", state: "learning" }], compared: 0 }),
    ],
    [
      "1 column regressed",
      gateResult({ cells: [regressedCell("a", { column })], columns: [{ column, state: "regressed" }], alarm: true }),
    ],
    [
      "1 column with an incident",
      gateResult({ cells: [regressedCell("a", { column })], columns: [{ column, state: "incident" }], alarm: true }),
    ],
  ])("is %j", async (headline, result) => {
    const { stdout } = await notify({ work: folder(result), words: ["--gate", "gate.json", "--print"] });
    expect(stdout.split("\n")[0]).toBe(`### Night 2026-11-29: ${headline}`);
  });

  test("says it where there is no result at all", async () => {
    const server = await hook("200 OK");
    const { code } = await notify({ url: server.url, words: ["--nothing-measured", "2026-11-28"] });
    expect(code).toBe(0);
    expect(bodiesOf(server)).toMatchObject([
      { night: "2026-11-28", exitCode: 4, counts: null, text: "llm-parity, night 2026-11-28: nothing was measured" },
    ]);
  });
});

test("a night is told once; another night, and a night that could not be told, are told", async () => {
  const server = await hook("500 Down", "200 OK");
  const work = folder();
  const words = ["--gate", "gate.json", "--sent", "kept/notified.jsonl"];
  expect((await notify({ url: server.url, words, work })).code).toBe(4);
  expect((await notify({ url: server.url, words, work })).code).toBe(0);
  const again = await notify({ url: server.url, words, work });
  expect([again.code, again.stderr]).toEqual([
    0,
    "the message of the night 2026-11-29 was sent before, says kept/notified.jsonl; not sent again\n",
  ]);
  expect(server.connections).toHaveLength(2);
  work.write("kept/notified.jsonl", `${work.read("kept/notified.jsonl")}not a line of ours\n{"night":3}\nnull\n`);
  work.write("gate.json", JSON.stringify(gateResult({ night: "2026-11-30", cells: [{ cell: "a" }] })));
  await notify({ url: server.url, words, work });
  expect(server.connections).toHaveLength(3);
});

test("an address that is busy is asked again, as often as three times", async () => {
  const busy = "429 Too Many Requests\r\nretry-after: 0";
  const patient = await hook(busy, busy, "200 OK");
  expect((await notify({ url: patient.url })).code).toBe(0);
  expect(patient.connections).toHaveLength(3);
  const full = await hook(busy);
  expect((await notify({ url: full.url })).code).toBe(4);
  expect(full.connections).toHaveLength(3);
});

describe("an address that is wrong", () => {
  test.each([
    ["is missing", undefined, 2, "LLM_PARITY_NOTIFY_URL is not set"],
    ["is empty", " ", 2, "LLM_PARITY_NOTIFY_URL is not set"],
    ["is no address", "hooks.example/services/SECRET", 2, "is not a web address"],
    ["is of another kind", "ftp://hooks.example/SECRET", 2, "begins with ftp://"],
    ["has a password", "https://user:SECRET@hooks.example/", 2, "a user name or a password"],
    ["is not encrypted", "http://hooks.example/SECRET", 2, "to hooks.example without encryption"],
  ])("%s: said without the address itself", async (_, url, code, said) => {
    const ended = await notify(url === undefined ? {} : { url });
    expect(ended.code).toBe(code);
    expect(ended.stderr).toContain(said);
    expect(ended.stderr).not.toContain("SECRET");
  });

  test.each([
    ["404 Not Found|no_service", "make a new one"],
    ["410 Gone|channel_is_archived", "make a new one"],
    ["403 Forbidden|invalid_token", "revoked"],
    ["400 Bad Request|invalid_payload", "--format slack"],
    ["302 Found\r\nlocation: https://elsewhere.example/", "has moved"],
    [`500 Error|cannot post ${secretPath}`, "try again later"],
  ])("answers %j: what to do, without the address", async (answer, hint) => {
    const server = await hook(answer);
    const { code, stderr } = await notify({ url: `${server.url}${secretPath}` });
    expect(code).toBe(4);
    expect(stderr).toContain(hint);
    expect(stderr).not.toContain("not-a-real-hook");
  });

  test("has no listener", async () => {
    const port = await unusedPort();
    const { code, stderr } = await notify({ url: `http://127.0.0.1:${port}${secretPath}` });
    expect(code).toBe(4);
    expect(stderr).toContain(`127.0.0.1:${port} did not answer (refused)`);
    expect(stderr).not.toContain("not-a-real-hook");
  });
});

test.each([
  [["--nothing-measured", "2026-02-30"], '"2026-02-30" is not a date'],
  [["--nothing-measured", "yesterday"], '"yesterday" is not a date'],
  [["--gate", "gate.json", "--nothing-measured", "2026-11-29"], "exclude each other"],
  [["--gate", "gate.json", "--link", "javascript:alert(1)"], "is not a web address"],
  [["--gate", "gate.json", "--format", "teams"], "auto, slack, json"],
  [[], "notify needs a night"],
])("%j is refused with 2", async (words, said) => {
  const { code, stderr } = await notify({ words });
  expect(code).toBe(2);
  expect(stderr).toContain(said);
});
