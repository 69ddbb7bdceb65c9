import { beforeAll, describe, expect, test } from "vitest";
import type { Client } from "../src/chat/api.js";
import { planRun } from "../src/runner/plan.js";
import type { ServedSimulator } from "../src/simulator/serve.js";
import type { Transcript } from "../src/transcript/transcript.js";
import type { Verdict } from "../src/verdict/verdict.js";
import { sixTargets } from "./support/fault-run.js";
import { clientDifferences, replayed, verdictsOf } from "./support/replay.js";
import { scenarios } from "./support/repository.js";
import { recordRun, serveProfile } from "./support/simulated-run.js";
import { temporaryFolder } from "./support/temporary-folder.js";

/** Those that compare parameters have a test of their own: effects.test.ts. */
const others = scenarios.filter(({ tags, compare }) => !tags.includes("core") && compare.length === 0);
const { cases } = planRun({ scenarios: others, targets: sixTargets, trials: 1 });

/** Cells that a well-behaved service cannot answer, and why. */
const unsupported = (api: string, need: string) =>
  `unsupported | unsupported | kimi-k2.5/bedrock/${api} does not support ${need}`;
const nameAt = (api: string) => `kimi-k2.5/${api.startsWith("chat") ? "openrouter" : "bedrock"}/${api}`;
const unsaid = (api: string, step: string, family = "") =>
  `unsupported | unsupported | ${nameAt(api)}: the step ${step} has no patch for ${api}${family}: it cannot be said there`;
const unsealed = (api: string) =>
  `unsupported | unsupported | no source says that ${nameAt(api)} signs or encrypts its reasoning`;
const textOnly = (where: string, kind = "image") =>
  `unsupported | unsupported | answer: ${where}: the moonshot body accepts only text as a tool result, not a part of kind ${kind}`;
const notAnswered: { readonly [cell: string]: string } = Object.fromEntries([
  ...["converse", "converse-stream"].map((api) => [
    `same-role-messages ${api}`,
    // Converse refuses it by its own rule; the harness sends what the scenario says.
    "bad | request-refused: HTTP 400 ValidationException: A conversation must alternate between user and assistant roles. Make sure the conversation alternates between user and assistant roles and try again.",
  ]),
  ...["converse", "converse-stream", "invoke-model", "invoke-model-stream"].map((api) => [
    `reasoning-elsewhere ${api}`,
    `unsupported | unsupported | kimi-k2.5/bedrock/${api}: the step answer asks for another upstream, and a request to bedrock cannot say so`,
  ]),
  // What only Responses and Messages can say, and sealed reasoning, which Kimi's services do not send.
  ...["chat-completions", "chat-completions-stream", "converse", "converse-stream"].flatMap((api) => [
    [`probe-reasoning-items ${api}`, unsaid(api, "alone")],
    [`probe-thinking-blocks ${api}`, unsaid(api, "unsigned")],
    [`repeated-call-ids ${api}`, unsaid(api, "answer")],
    [`reasoning-altered ${api}`, unsealed(api)],
  ]),
  ...["converse", "converse-stream"].flatMap((api) => [
    [`choice-without-tools ${api}`, unsaid(api, "auto")],
    [`message-name ${api}`, unsaid(api, "ask")],
    [`probe-fixed-sampling ${api}`, unsaid(api, "thinking-choices")],
    [`probe-response-format ${api}`, unsaid(api, "unknown-type")],
    [`probe-sampling-members ${api}`, unsaid(api, "presence-penalty")],
  ]),
  ...["chat-completions", "chat-completions-stream"].map((api) => [
    `probe-fixed-sampling ${api}`,
    `unsupported | unsupported | no source says that ${nameAt(api)} takes one value of its sampling settings alone`,
  ]),
  ...["invoke-model", "invoke-model-stream"].flatMap((api) => [
    ...(["alone", "first"] as const).map((where) => [`image-result-${where} ${api}`, textOnly("messages[2].parts[0]")]),
    [`image-result-two ${api}`, textOnly("messages[2].parts[1]")],
    [`image-results-parallel ${api}`, textOnly("messages[2].parts[0]")],
    [`document-in-result ${api}`, textOnly("messages[2].parts[1]", "document")],
    [
      `document-in-question ${api}`,
      "unsupported | unsupported | answer: messages[0].parts[0]: the moonshot body cannot carry a part of kind document",
    ],
    [`cache-marker ${api}`, unsaid(api, "marked", " (moonshot)")],
    [`probe-reasoning-items ${api}`, unsaid(api, "alone", " (moonshot)")],
    [`probe-thinking-blocks ${api}`, unsaid(api, "unsigned", " (moonshot)")],
    [`repeated-call-ids ${api}`, unsaid(api, "answer", " (moonshot)")],
    [`reasoning-altered ${api}`, unsealed(api)],
    [`message-name ${api}`, unsaid(api, "ask", " (moonshot)")],
    [`probe-fixed-sampling ${api}`, unsaid(api, "thinking-choices", " (moonshot)")],
    [`probe-response-format ${api}`, unsaid(api, "unknown-type", " (moonshot)")],
    [`probe-sampling-members ${api}`, unsaid(api, "presence-penalty", " (moonshot)")],
    [`stop-sequence ${api}`, unsupported(api, "stop-sequences")],
    [`tool-choice-required ${api}`, unsupported(api, "tool-choice-required")],
    [
      `image-result ${api}`,
      "unsupported | unsupported | answer: messages[2].parts[1]: the moonshot body accepts only text as a tool result, not a part of kind image",
    ],
  ]),
]);

describe("every scenario beyond the core, of a well-behaved simulator on six APIs", () => {
  let served: ServedSimulator;
  beforeAll(async () => {
    served = await serveProfile("default");
  });

  describe.each<Client>(["sdk", "http"])("recorded with client %s", (client) => {
    let fixtures = "";
    let recorded: readonly Transcript[] = [];
    beforeAll(async () => {
      fixtures = temporaryFolder();
      recorded = await recordRun(cases, { url: served.url, client, fixtures });
    });

    test("is ok, or says why it cannot be asked", () => {
      const verdicts = verdictsOf(cases, { transcripts: recorded });
      expect(verdicts).toHaveLength(cases.length);
      const red = verdicts.filter(({ observed }) => observed !== "ok").map((one) => [nameOf(one), whyOf(one)]);
      expect(Object.fromEntries(red)).toEqual(notAnswered);
    });

    /** What our client recorded is replayed by the SDKs alone: they give the verdicts that our client gave live. */
    const lane = client === "sdk" ? "both" : "sdk";

    test("replays with the other client too, to the same verdicts, without a difference between them", async () => {
      const asked = cases.filter(({ skip }) => skip === null);
      const { verdicts, leftovers, transcripts } = await replayed(asked, { fixtures, lane });
      expect(leftovers).toEqual([]);
      expect(clientDifferences({ transcripts })).toEqual([]);
      const readings = (all: readonly Verdict[]) =>
        all.map((one) => [nameOf(one), one.observed, one.sampleText]).sort();
      const live = verdictsOf(cases, { transcripts: recorded }).filter(({ observed }) => observed !== "unsupported");
      expect(readings(verdicts)).toEqual(readings(live));
    });
  });
});

function nameOf({ cell }: Verdict): string {
  return `${cell.scenario} ${cell.api}`;
}

function whyOf({ observed, reason, reasonText, findings }: Verdict): string {
  const bad = findings.filter(({ severity }) => severity === "bad").map(({ id, seen }) => `${id}: ${seen}`);
  return [observed, reason, reasonText, ...bad].filter((word) => word !== null).join(" | ");
}
