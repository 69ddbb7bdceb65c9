import { describe, expect, test } from "vitest";
import {
  answer,
  asked,
  madeMaterial,
  many,
  onOpenrouter,
  openrouterWire,
  silent,
  tenNative,
  tenSilent,
} from "../../../../test/samples/evidence.js";
import { broken, failed, reply, usage } from "../../../../test/samples/transcripts.js";
import type { Material } from "../../../verdict/evidence/material.js";
import { pagesOf } from "./pages-of.js";

const native = madeMaterial({ failing: tenSilent, working: tenNative });
const nine = Array.from({ length: 9 }, () => [true, false] as const);
const withExperiment = madeMaterial({ failing: tenSilent, working: tenNative, again: asked(nine) });
const alone = madeMaterial({ failing: { replies: [silent(1)] } });
const refused = madeMaterial({
  failing: {
    replies: many(3, () =>
      failed("invalid-history", { code: "ValidationException", raw: '{"message":"The toolResult ids do not match"}' }),
    ),
    wire: { status: 400, frames: [{ offset: 0, length: 50, name: "body", payload: '{"message":"…"}' }] },
  },
});
const noAccess = madeMaterial({
  failing: { replies: many(3, () => failed("model-access", { status: 403 })), wire: { status: 403 } },
});
const cut = madeMaterial({
  failing: {
    replies: many(4, (n) => broken("truncated", { requestId: `req-cut-${n}` })),
    wire: {
      end: "reset",
      reply: { sizeBytes: 120, sha256: "dd".repeat(32) },
      frames: [{ offset: 0, length: 120, name: "messageStart", payload: '{"role":"assistant"}' }],
    },
  },
});
const chatBody = JSON.stringify({
  model: "moonshotai/kimi-k2.5",
  messages: [{ role: "user", content: "Weather in SF?" }],
  stream: true,
  provider: { only: ["moonshotai"] },
});
const moonshotControl = madeMaterial({
  failing: tenSilent,
  working: {
    ...{
      kind: "provider",
      differs: "provider",
      identity: onOpenrouter("moonshotai"),
      wire: openrouterWire,
      body: chatBody,
    },
    target: { upstreamName: "Moonshot AI" },
    replies: many(10, (n) =>
      answer(n, { upstream: "Moonshot AI", id: `gen-${n}`, usage: { ...usage(24), raw: { completion_tokens: 24 } } }),
    ),
  },
});
const modelEverywhere = madeMaterial({
  failing: tenSilent,
  working: tenNative,
  controls: [
    {
      ...{ identity: onOpenrouter("parasail"), target: { upstreamName: "Parasail" } },
      replies: many(10, (n) => silent(n, { upstream: "Parasail" })),
    },
  ],
});
const throughOpenrouter = madeMaterial({
  failing: {
    ...{ identity: onOpenrouter(null), wire: { ...openrouterWire, headers: [] } },
    body: JSON.stringify({
      model: "moonshotai/kimi-k2.5",
      messages: [],
      provider: { sort: "price" },
      plugins: [{ id: "web" }],
    }),
    replies: many(10, (n) => silent(n, { upstream: "Amazon Bedrock", id: `gen-${n}`, requestId: null })),
  },
});
const demo = madeMaterial({
  failing: { ...tenSilent, source: "authored" },
  working: { ...tenNative, source: "authored" },
});
const simulated = madeMaterial({ failing: { ...tenSilent, source: "simulated" } });
const client: Material = {
  ...native,
  attribution: { ...native.attribution, party: "client", standing: "established" },
};
const old: Material = { ...native, facts: { ...native.facts, madeAt: "2026-12-20T10:00:00.000Z" } };

const cases: readonly (readonly [name: string, material: Material])[] = Object.entries({
  ...{ native, withExperiment, alone, refused, noAccess, cut, moonshotControl, modelEverywhere, throughOpenrouter },
  ...{ demo, simulated, client, old },
});

function page(material: Material, path: string): string {
  const found = pagesOf(material).find((one) => one.path === path);
  if (found === undefined) throw new TypeError(`no ${path}`);
  return found.text;
}

const pathsOf = (material: Material) => pagesOf(material).map(({ path }) => path);
const linesOf = (material: Material, path = "report.md") => page(material, path).split("\n");

describe("which pages there are", () => {
  test.each<[string, Material, readonly string[]]>([
    ["Bedrock fails", native, ["vendor/aws-case.md", "vendor/repost.md"]],
    ["the request is at fault", refused, []],
    ["the account is at fault", noAccess, []],
    ["the stream is cut", cut, ["vendor/aws-case.md", "vendor/repost.md"]],
    [
      "Moonshot was asked too",
      moonshotControl,
      ["vendor/aws-case.md", "vendor/repost.md", "vendor/moonshot.md", "k2vv.jsonl"],
    ],
    ["the model fails everywhere", modelEverywhere, ["vendor/aws-case.md", "vendor/repost.md", "vendor/moonshot.md"]],
    [
      "Bedrock fails behind OpenRouter",
      throughOpenrouter,
      ["vendor/aws-case.md", "vendor/repost.md", "vendor/openrouter.md"],
    ],
    ["a client reads otherwise", client, ["vendor/github-issue.md"]],
    ["nothing passes", alone, ["vendor/aws-case.md", "vendor/repost.md"]],
    ["the bytes were authored", demo, ["vendor/demo-aws-case.md", "vendor/demo-repost.md"]],
  ])("%s", (_, material, expected) => {
    expect(pathsOf(material)).toEqual(["report.md", "claims.md", ...expected]);
  });

  test("report.md says why a vendor gets none", () => {
    expect(linesOf(native)).toContain("- no `openrouter.md`: the failing call was not asked through OpenRouter");
    expect(linesOf(native)).toContain(
      "- no `moonshot.md`: Moonshot AI was not asked, and the evidence does not name its model",
    );
    expect(linesOf(refused)).toContain(
      "- no `aws-case.md`: the evidence names our own request, so there is nothing to ask a vendor for",
    );
  });
});

describe("report.md", () => {
  test("says in one sentence what fails and what does not", () => {
    expect(linesOf(native)[2]).toBe(
      "`moonshotai.kimi-k2.5` at Amazon Bedrock (Converse, streamed, `us-east-1`), asked “A sample”: empty reply (`silent`) in [10 of 10](claims.md#failing-rate) trials, against [0 of 10](claims.md#working-rate) with the form of the tool-call ids in the history changed.",
    );
    expect(linesOf(moonshotControl)[2]).toContain(
      "against [0 of 10](claims.md#working-rate) at OpenRouter (Chat Completions, streamed, served by `Moonshot AI`).",
    );
    expect(linesOf(alone)[2]).toContain(
      "in [1 of 1](claims.md#failing-rate) trials; no control that passes is in this evidence.",
    );
    expect(linesOf(noAccess)[2]).toContain(
      "refused (`model-access`) in [3](claims.md#failing-excluded) of as many trials",
    );
  });

  test("names the call as a vendor finds it", () => {
    for (const row of [
      "| request id | `req-silent-1` |",
      "| sent (UTC) | `2026-11-28T10:00:00.000Z` |",
      "| last byte (UTC) | `2026-11-28T10:00:01.250Z` |",
      "| region | `us-east-1` |",
      "| endpoint host | `bedrock-runtime.us-east-1.amazonaws.com` |",
      "| request line | `POST /model/moonshotai.kimi-k2.5/converse-stream` |",
      "| model id | `moonshotai.kimi-k2.5`, a bare model id |",
      "| API | Converse, streamed |",
      "| terminal event | `messageStop` at offset 120, 130 bytes, of 478 bytes |",
      "| stop reason | `end_turn` |",
      '| usage | `{"outputTokens":0}` |',
      `| request body | [requests/failing.json](requests/failing.json), 720 bytes, SHA-256 \`${"aa".repeat(32)}\` |`,
    ])
      expect(linesOf(native)).toContain(row);
  });

  test.each<[string, Material, string]>([
    [
      "[DONE] of a chat completion",
      throughOpenrouter,
      "| terminal event | `[DONE]` at offset 350, 14 bytes, of 364 bytes |",
    ],
    [
      "none in a cut stream",
      cut,
      "| terminal event | absent (`messageStop`): the last event is `messageStart` at offset 0 of 120 bytes, and the connection ended with `reset` |",
    ],
    ["none in a refusal", refused, "| terminal event | a whole body of 478 bytes, not a stream |"],
  ])("the terminal event: %s", (_, material, row) => {
    expect(linesOf(material)).toContain(row);
  });

  test("answers whether the unary API and the native id were asked", () => {
    expect(linesOf(native)).toContain("| unary too? | not asked |  |  |");
    expect(linesOf(native)).toContain(
      "| native id accepted? (the failing id is `neutral`) | [0 of 10](claims.md#control-1) | fine | `sample-native on kimi-k2.5/bedrock/converse-stream`, `native` |",
    );
    expect(linesOf(alone)).toContain("| native id accepted? (the failing id is `neutral`) | not asked |  |  |");
  });

  test("has both rates with their bounds, and the rule that decides", () => {
    // The exact bounds: .05^(1/10) = .741, 1 - .05^(1/10) = .259; .05^(1/9) = .717.
    expect(linesOf(withExperiment)).toEqual(
      expect.arrayContaining([
        "| the failing request | [10 of 10](claims.md#failing-rate) | 74.1 % to 100.0 % (clopper-pearson one-sided 95 %) |",
        "| the failing request | [9 of 9](claims.md#again-failing) | 71.7 % to 100.0 % (as if their number had been fixed) |",
        "| the working request | [0 of 9](claims.md#again-working) | 0.0 % to 28.3 % (as if their number had been fixed) |",
      ]),
    );
    expect(page(withExperiment, "report.md")).toMatch(
      /\*\*What decides\*\*: the e-value against “both fail at the same rate”, \[\d+\]\(claims\.md#e-value\), over the pairs asked in turns\. It is at least 50: the two requests do not fail at the same rate\. The two intervals do not overlap\./,
    );
    expect(page(native, "report.md")).toMatch(
      /\*\*What decides\*\*: the upper bound of the working rate .* It holds\./,
    );
    expect(page(alone, "report.md")).toContain("**What decides**: nothing yet.");
  });

  test("says that the e-value counts where the intervals overlap, and where it does not suffice", () => {
    const close: Material = {
      ...withExperiment,
      experiment: {
        ...{ calls: withExperiment.experiment?.calls ?? [], pairs: 9, eValue: 60 },
        ...{ failing: { bad: 5, eligible: 9 }, working: { bad: 1, eligible: 9 } },
      },
    };
    const few = madeMaterial({ failing: tenSilent, working: tenNative, again: asked(nine.slice(0, 3)) });
    expect(page(few, "report.md")).toContain(
      "It is below 50: that the two requests fail at different rates is not shown. The two intervals overlap",
    );
    expect(page(close, "report.md")).toContain(
      "the two requests do not fail at the same rate. The two intervals overlap; the e-value counts all the same.",
    );
  });

  test("says when it last worked", () => {
    const night = { run: "run-0", startedAt: "2026-11-20T00:00:00.000Z", bad: 0, eligible: 10 };
    const history = { runs: 3, lastWorked: night, firstFailed: { ...night, run: "run-9", bad: 2 } };
    const known: Material = { ...native, facts: { ...native.facts, history } };
    const never: Material = { ...known, facts: { ...known.facts, history: { ...history, lastWorked: null } } };
    expect(linesOf(native)).toContain("- Last worked: not known: no other run was there.");
    expect(linesOf(known)).toContain("- Last worked: `2026-11-20T00:00:00.000Z` (run `run-0`: 0 bad of 10)");
    expect(linesOf(known)).toContain("- First failed: `2026-11-20T00:00:00.000Z` (run `run-9`: 2 bad of 10)");
    expect(linesOf(never)).toContain("- Last worked: never, among 3 runs that asked it, this one included");
  });

  test("names the party with its standing, and the missing control with its price", () => {
    expect(page(moonshotControl, "report.md")).toMatch(
      /\n\*\*undetermined\*\*, suggests provider-serving, by the rule /,
    );
    expect(page(native, "report.md")).toMatch(
      /\n- missing: the same request at another provider, pinned\. .*about 3 calls\.\n/,
    );
    expect(page(simulated, "report.md")).toMatch(/\n\*\*undetermined\*\* \(SIMULATED\), by the rule /);
  });

  test("lists what an engineer asks about first, and what no call shows", () => {
    expect(linesOf(native)).toContain("| `guardrailConfig` | not sent |");
    expect(linesOf(native)).toContain('| `inferenceConfig` | `{"maxTokens":256}` |');
    expect(linesOf(native)).toContain("| profile or bare id | a bare model id: `moonshotai.kimi-k2.5` |");
    expect(linesOf(throughOpenrouter)).toContain('| `provider (pin, order, preferences)` | `{"sort":"price"}` |');
    expect(linesOf(throughOpenrouter)).toContain('| `plugins` | `[{"id":"web"}]` |');
    expect(linesOf(throughOpenrouter)).toContain("| `transforms` | not sent |");
    expect(page(native, "report.md")).toContain(
      "| guardrails that the account or the organisation enforces | unknown to us |",
    );
    expect(page(native, "report.md")).not.toContain("default plugins");
    expect(page(throughOpenrouter, "report.md")).toContain(
      "| default plugins of the account or workspace | unknown to us |",
    );
  });

  test("says how to ask again, and what checking cannot show", () => {
    expect(linesOf(native)).toContain("- `sh twins/curl.sh failing`");
    expect(page(native, "report.md")).toContain("each prints the line `EMPTY stop=… out=… id=…`");
    expect(page(native, "report.md")).toContain("that the bytes came from the vendor. Only the vendor can");
    const none: Material = {
      ...native,
      twins: { commands: [], symptom: null, refused: [{ twin: "curl.sh", reason: "its region is not known" }] },
    };
    expect(linesOf(none)).toContain("- No curl.sh: its region is not known.");
  });

  test("old evidence has to be asked again", () => {
    const warning =
      "> **Re-run the twins before you send this**: the newest call is 22 days old, and the service may have changed.";
    expect(linesOf(old)).toContain(warning);
    expect(linesOf(old, "vendor/aws-case.md")).toContain(warning);
    expect(page(native, "report.md")).not.toContain("Re-run the twins");
    const again: Material = {
      ...withExperiment,
      facts: { ...withExperiment.facts, madeAt: "2026-12-13T09:00:00.000Z" },
    };
    expect(page(again, "report.md")).not.toContain("Re-run the twins");
  });
});

describe.each(cases)("in the case %s", (_, material) => {
  const all = pagesOf(material);
  const vendors = all.filter(({ path }) => path.startsWith("vendor/"));

  test("each linked number is its claim, and claims.md has its section", () => {
    const links = [...page(material, "report.md").matchAll(/\[([^\]]*)\]\(claims\.md#([^)]*)\)/g)];
    expect(links.length).toBeGreaterThan(0);
    const sections = [...page(material, "claims.md").matchAll(/^## (.*)$/gm)].map(([, id]) => id);
    for (const [, text, id] of links) {
      expect(text).toBe(material.claims.find((claim) => claim.id === id)?.text);
      expect(sections).toContain(id);
    }
  });

  test("claims.md lists every call that a claim counts, with its request ids", () => {
    const sections = page(material, "claims.md").split(/^## /m);
    for (const { id, calls, file } of material.claims) {
      const rows = sections.find((one) => one.startsWith(`${id}\n`))?.match(/^\| \d+ \|.*$/gm) ?? [];
      expect(rows.map((row) => Number(/\d+/.exec(row)?.[0]))).toEqual(calls);
      if (file !== "calls.jsonl") continue;
      const ids = material.calls.filter(({ call }) => calls.includes(call)).flatMap(({ requestIds }) => requestIds);
      for (const requestId of ids) expect(rows.join("\n")).toContain(`\`${requestId}\``);
    }
  });

  test("no vendor's page accuses anybody", () => {
    for (const { text } of vendors)
      expect(text).not.toMatch(/suspected|suspect|blame|\bfault\b|provider-serving|provider-translation/i);
  });

  test("a vendor's page says what is asked, what happened, and what would make us wrong", () => {
    for (const { text } of vendors) {
      const headings = [...text.matchAll(/^## (.*)$/gm)].map(([, heading]) => heading);
      expect(headings).toEqual(
        expect.arrayContaining([
          ...["Summary", "What we ask of you", "Impact", "The call", "Observed", "Expected", "Steps to reproduce"],
          ...["How often", "What would make us wrong", "What the numbers count"],
        ]),
      );
      expect(text).not.toContain("claims.md#");
    }
  });

  test("bytes that no vendor sent are marked in the first line of every page, and in the names of what is sent on", () => {
    const isMarked = material.facts.mark !== null;
    for (const { path, text } of all.filter((one) => one.path.endsWith(".md")))
      expect([path, text.startsWith("DEMO: our simulator, no vendor\n")]).toEqual([path, isMarked]);
    for (const { path } of vendors) expect(path.startsWith("vendor/demo-")).toBe(isMarked);
  });

  test("the same material gives the same bytes", () => {
    expect(pagesOf(material)).toEqual(all);
  });
});

describe("vendor pages", () => {
  test("AWS gets its own fields, and blanks for what we do not know", () => {
    const lines = linesOf(native, "vendor/aws-case.md");
    expect(lines).toContain("- Account ID: [fill in: 12 digits]");
    expect(lines).toContain("- request id: `req-silent-1`");
    expect(lines).toContain("  - `req-silent-2` at `2026-02-10T00:00:00.000Z` (call 2)");
    expect(lines).toContain("- 10 of 10, bad among the eligible trials of the failing cell: calls 1–10 of calls.jsonl");
    expect(lines).toContain(
      "4. Say whether a guardrail of the account or the organisation acted on this call, and in which Region it was served.",
    );
    const account: Material = { ...native, facts: { ...native.facts, account: "123456789012" } };
    expect(linesOf(account, "vendor/aws-case.md")).toContain("- Account ID: `123456789012`");
  });

  test("tokens that were counted and did not arrive are asked for", () => {
    const eaten = madeMaterial({
      failing: { replies: many(3, (n) => reply([], { requestId: `req-${n}`, usage: usage(58) })) },
    });
    expect(page(eaten, "vendor/aws-case.md")).toContain(
      "3. The usage reports 58 output tokens, and none of them is in the reply as text or as a call: say what they were.",
    );
    expect(page(native, "vendor/aws-case.md")).not.toContain("output tokens, and none of them");
  });

  test("a cut stream asks who ended it", () => {
    expect(linesOf(cut, "vendor/aws-case.md")).toContain(
      "1. Say which side ended this stream, when, and why it ended without its terminal event or an error that a client can read.",
    );
  });

  test("what everybody reads has no account and no ARN with one", () => {
    const id = "arn:aws:bedrock:us-east-1:210987654321:inference-profile/us.moonshotai.kimi-k2.5";
    const withArn = madeMaterial({
      failing: { ...tenSilent, identity: { providerModelId: id } },
      facts: { account: "123456789012" },
    });
    const text = page(withArn, "vendor/repost.md");
    expect(text).not.toMatch(/123456789012|210987654321/);
    expect(text).toContain("arn:aws:bedrock:us-east-1:(account):inference-profile/us.moonshotai.kimi-k2.5");
    expect(page(withArn, "vendor/aws-case.md")).toContain(`\`${id}\`, an ARN`);
  });

  test("a public issue has no request id", () => {
    expect(page(client, "vendor/github-issue.md")).not.toContain("req-silent-1");
    expect(page(client, "vendor/github-issue.md")).toContain("llm-parity clients wire/failing.har");
  });

  test("through OpenRouter, the AWS page says that the ids are of the gateway, and OpenRouter gets the generation", () => {
    expect(page(throughOpenrouter, "vendor/aws-case.md")).toContain("The call reached Bedrock through `openrouter`");
    const lines = linesOf(throughOpenrouter, "vendor/openrouter.md");
    expect(lines).toContain("- id of the reply: `gen-1`");
    expect(lines).toContain("- upstream that served it: `Amazon Bedrock`");
    expect(lines).toContain("- pinned to: no upstream");
    expect(page(throughOpenrouter, "vendor/openrouter.md")).toContain(
      "https://openrouter.ai/api/v1/generation?id=gen-1",
    );
  });

  test("Moonshot gets rows of its verifier, with the request that was sent", () => {
    const rows = page(moonshotControl, "k2vv.jsonl")
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(rows).toEqual([
      {
        data_index: 1,
        request: {
          model: "moonshotai/kimi-k2.5",
          messages: [{ role: "user", content: "Weather in SF?" }],
          stream: true,
        },
        extra_body: { provider: { only: ["moonshotai"] } },
        response: {
          id: "gen-1",
          object: "chat.completion",
          created: null,
          model: "some.model",
          choices: [
            {
              index: 0,
              message: { role: "assistant", content: "It is 65 and sunny. (1)", tool_calls: null },
              finish_reason: "end_turn",
            },
          ],
          usage: { completion_tokens: 24 },
        },
        status: "success",
        finish_reason: "end_turn",
        tool_calls_valid: null,
        last_run_at: "2026-11-28T10:00:01.250Z",
        duration_ms: 1250,
        hash: null,
      },
    ]);
    expect(page(moonshotControl, "vendor/moonshot.md")).toContain("The failing call is over another API");
    expect(page(modelEverywhere, "vendor/moonshot.md")).toContain(
      "No rows of K2-Vendor-Verifier: none of the shown calls",
    );
  });
});

describe("hostile texts", () => {
  const evil =
    "](http://evil.example) `x` ``` | <script>alert(1)</script>\n# Heading\n@everyone #123 ![a](http://evil.example/p.png) www.evil.example \u001b[2J \u202E\u200F";
  const hostile = madeMaterial({
    failing: {
      ...{ identity: { providerModelId: `id${evil}` }, scenario: { title: evil } },
      replies: many(3, (n) =>
        reply([{ kind: "text", text: `${"````\n".repeat(3)}${evil}` }], {
          requestId: `req${evil}${n}`,
          id: `gen${evil}`,
          upstream: evil,
        }),
      ),
      wire: {
        headers: [["x-amzn-requestid", evil]],
        url: `https://host/${evil}`,
        host: evil,
        frames: [{ offset: 0, length: 9, name: `messageStop${evil}`, payload: evil }],
      },
      body: evil,
    },
    facts: { run: evil, program: evil },
    change: { twins: { commands: [], symptom: null, refused: [{ twin: evil, reason: evil }] } },
  });

  test.each(pagesOf(hostile).map(({ path, text }) => [path, text] as const))("%s holds", (_, text) => {
    const outside = withoutFences(text);
    expect(withoutCode(outside)).not.toMatch(/(?<!\\)<script/i);
    expect(outside).not.toMatch(/^# Heading/m);
    expect(withoutCode(outside)).not.toMatch(
      /(?<!\\)!\[|(?<!\\)\]\(http|(?<![\\\w])@everyone|(?<!\\)#123|www\.evil|http:\/\/evil/,
    );
    expect(text).not.toMatch(/[\u001b\u202e\u200f]/);
    for (const line of outside.split("\n").filter((one) => one.startsWith("|")))
      expect(withoutCode(line)).not.toMatch(/\\\\\|/);
  });

  test("a long text is quoted in part, and what is left out is counted", () => {
    const long = madeMaterial({ failing: { replies: [reply([{ kind: "text", text: "x".repeat(1500) }])] } });
    expect(page(long, "report.md")).toContain(
      `\n\`\`\`\n${"x".repeat(1200)}\n\`\`\`\n\n300 more characters are left out; [wire/failing.frames.txt](wire/failing.frames.txt) has all of them.`,
    );
  });
});

/** The lines outside of fences, whatever their length. */
function withoutFences(text: string): string {
  let fence: string | null = null;
  const kept: string[] = [];
  for (const line of text.split("\n")) {
    const found = /^(`{3,})[^`]*$/.exec(line)?.[1] ?? null;
    if (fence === null && found !== null) fence = found;
    else if (fence !== null && line === fence) fence = null;
    else if (fence === null) kept.push(line);
  }
  expect(fence).toBeNull();
  return kept.join("\n");
}

/** Without code spans, whose content is literal. */
function withoutCode(text: string): string {
  return text.replace(/(?<!`)(`+)(?!`)[\s\S]*?(?<!`)\1(?!`)/g, "");
}
