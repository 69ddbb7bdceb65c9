import { describe, expect, test } from "vitest";
import {
  alone,
  cases,
  chatControl,
  client,
  cut,
  demo,
  linesOf,
  misled,
  modelEverywhere,
  moonshotControl,
  native,
  nine,
  noAccess,
  old,
  otherProvider,
  page,
  pathsOf,
  refused,
  selfServed,
  simulated,
  throughOpenrouter,
  withExperiment,
} from "../../../../test/samples/evidence-cases.js";
import { asked, madeMaterial, tenNative, tenSilent } from "../../../../test/samples/evidence-materials.js";
import { noQuirks } from "../../../chat/unset.js";
import type { Material } from "../../../verdict/evidence/material.js";
import { pagesOf } from "./pages-of.js";

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
    ["a client takes a cut for an end", misled, ["vendor/aws-case.md", "vendor/repost.md", "vendor/github-issue.md"]],
    ["the engine is one's own", selfServed, ["vendor/github-issue.md"]],
    ["the provider is another one", otherProvider, []],
    ["a control is over chat-completions", chatControl, ["vendor/aws-case.md", "vendor/repost.md"]],
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
      "- no `aws-case.md`: the evidence names our own request, so there is nothing to ask of a vendor",
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
      "every trial was refused (`model-access`), [3](claims.md#failing-excluded) in all.",
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
      "| native id accepted? (such as `functions.get_weather:0`; the failing id is `neutral`) | [0 of 10](claims.md#control-1) | fine | `sample-native on kimi-k2.5/bedrock/converse-stream`, `native` |",
    );
    expect(linesOf(alone)).toContain(
      "| native id accepted? (such as `functions.get_weather:0`; the failing id is `neutral`) | not asked |  |  |",
    );
  });

  test("asks about other ids where the failing one is the model's own, or its own form is not known", () => {
    const own = madeMaterial({ failing: { ...tenSilent, callId: "functions.get_weather:0" } });
    const unknown = madeMaterial({ failing: { ...tenSilent, target: { quirks: noQuirks } } });
    expect(page(own, "report.md")).toContain(
      "| an id other than the model's own accepted? (the failing id is `native`",
    );
    expect(page(unknown, "report.md")).toContain(
      "| another form of tool-call id accepted? (the failing id is `neutral`; the model's own form is not documented) | not asked |",
    );
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
        ...{ calls: withExperiment.experiment?.calls ?? [], pairs: 9, paired: [], eValue: 60 },
        ...{ failing: { bad: 5, eligible: 9 }, working: { bad: 1, eligible: 9 } },
      },
    };
    const few = madeMaterial({ failing: tenSilent, working: tenNative, again: asked(nine.slice(0, 3)) });
    expect(page(few, "report.md")).toContain(
      "It is below 50: the two requests are not shown to fail at different rates. The two intervals overlap",
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
    expect(linesOf(native)).toContain("- Last worked: not known, since there is no other run.");
    expect(linesOf(known)).toContain("- Last worked: `2026-11-20T00:00:00.000Z` (run `run-0`: 0 bad of 10)");
    expect(linesOf(known)).toContain("- First failed: `2026-11-20T00:00:00.000Z` (run `run-9`: 2 bad of 10)");
    expect(linesOf(never)).toContain("- Last worked: never, among 3 runs that asked it, this one included");
  });

  test("names the party with its standing, and the missing control with its price", () => {
    expect(page(moonshotControl, "report.md")).toMatch(
      /\n\*\*undetermined\*\*, no rule applies\. Another provider looks fine .* is known to rewrite the tool-call ids\. /,
    );
    expect(page(native, "report.md")).toMatch(
      /\n- missing: the same request at another provider, pinned\. .*\(about 3 calls\)\.\n/,
    );
    expect(page(simulated, "report.md")).toMatch(/\n\*\*undetermined\*\* \(SIMULATED\), no rule applies\. /);
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
