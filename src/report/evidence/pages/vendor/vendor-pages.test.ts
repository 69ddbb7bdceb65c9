import { describe, expect, test } from "vitest";
import {
  client,
  cut,
  linesOf,
  misled,
  modelEverywhere,
  moonshotArm,
  moonshotControl,
  native,
  otherProvider,
  page,
  refused,
  selfServed,
  throughOpenrouter,
} from "../../../../../test/samples/evidence-cases.js";
import { answer, madeMaterial, many, onOpenrouter, tenSilent } from "../../../../../test/samples/evidence-materials.js";
import { call, reasoning, reply, usage } from "../../../../../test/samples/transcripts.js";
import type { Material } from "../../../../verdict/evidence/material.js";
import { pagesOf } from "../pages-of.js";

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

  test("the calls and the reasoning of a reply are quoted, and what is wrong with it", () => {
    const parts = [reasoning("Hm."), call('{"location":"Paris"}', "get_weather", "call_7")];
    const material = madeMaterial({ failing: { replies: many(3, () => reply(parts)) } });
    const text = page(material, "vendor/aws-case.md");
    expect(text).toContain(
      '\n```\n{"id":"call_7","name":"get_weather","argumentsText":"{\\"location\\":\\"Paris\\"}"}\n```\n',
    );
    expect(text).toContain("The reasoning of the reply:\n\n```\nHm.\n```");
    expect(text).toMatch(/## Observed\n\n- unexpected call/);
  });

  test("Moonshot gets nothing about a model of someone else", () => {
    const llama = madeMaterial({
      failing: {
        ...tenSilent,
        identity: { model: "llama-3.3-70b", providerModelId: "meta.llama3-3-70b-instruct-v1:0" },
      },
      controls: [
        {
          ...{ identity: onOpenrouter("moonshotai"), target: { upstreamName: "Moonshot AI" } },
          replies: many(10, (n) => answer(n, { upstream: "Moonshot AI" })),
        },
      ],
    });
    expect(pagesOf(llama).map(({ path }) => path)).not.toContain("vendor/moonshot.md");
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

  test("a public issue names the clients that take a cut for an end, and shows what they make of the bytes", () => {
    expect(linesOf(misled, "vendor/github-issue.md")).toContain("About: `openai 6.1.0`");
    expect(page(misled, "vendor/github-issue.md")).toContain("| stream | openai SDK 6.1.0 |");
    expect(page(misled, "report.md")).not.toContain("Only one decoder read these bytes");
    expect(page(cut, "report.md")).toContain("Only one decoder read these bytes");
  });

  test("a provider without a page of its own is named", () => {
    expect(linesOf(otherProvider)).toContain(
      "- There is no page for `together`: the sections above have what its support needs.",
    );
    expect(page(refused, "report.md")).not.toContain("There is no page for");
  });

  test("another host than the provider's own is an endpoint override", () => {
    const proxied = madeMaterial({
      failing: { ...tenSilent, wire: { host: "vpce-1.bedrock-runtime.us-east-1.vpce.amazonaws.com" } },
    });
    expect(linesOf(proxied)).toContain("| endpoint override | `vpce-1.bedrock-runtime.us-east-1.vpce.amazonaws.com` |");
    expect(linesOf(throughOpenrouter)).toContain("| endpoint override | not set |");
    expect(linesOf(selfServed)).toContain("| endpoint override | not set |");
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
    const rows = rowsIn(moonshotControl);
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
    expect(rowsIn({ ...modelEverywhere, chat: moonshotArm() })).toEqual(rows);
    expect(page(moonshotControl, "vendor/moonshot.md")).toContain("The failing call uses another API");
    expect(page(modelEverywhere, "vendor/moonshot.md")).toContain(
      "No rows of K2-Vendor-Verifier: none of the shown calls",
    );
  });
});

function rowsIn(material: Material): readonly unknown[] {
  return page(material, "k2vv.jsonl")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
}
