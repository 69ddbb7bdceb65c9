/**
 * A question that a user of another tool asked in public, read on 2026-11-30. `answered`: the page and the anchor of the built site that
 * answer it.
 */
export type Question = { readonly question: string; readonly asked: string; readonly answered: string };

export const questions: readonly Question[] = [
  {
    question: "Is there a way to run one evaluation N times?",
    asked: "https://github.com/promptfoo/promptfoo/issues/1075",
    answered: "/live.html#how-many-trials",
  },
  {
    question: "How do I get pass^N over repeated runs that are independent, and not read from a cache?",
    asked: "https://github.com/promptfoo/promptfoo/issues/5947",
    answered: "/checks.html#statistics",
  },
  {
    question: "Does a model of OpenRouter whose provider is not pinned make my results invalid?",
    asked: "https://github.com/UKGovernmentBEIS/inspect_ai/issues/4707",
    answered: "/checks.html#a-gateway-that-chooses-the-upstream",
  },
  {
    question: "Why does an empty 200 not trigger the fallback?",
    asked: "https://github.com/BerriAI/litellm/issues/14655",
    answered: "/router.html#reasoning-and-replies-without-an-answer",
  },
  {
    question: "Why is the fallback never asked when the stream is cut, stalls or has a malformed chunk?",
    asked: "https://github.com/BerriAI/litellm/issues/40404",
    answered: "/router.html#reliability",
  },
  {
    question: "Bedrock says that on-demand throughput isn't supported. How did you solve it?",
    asked: "https://github.com/BerriAI/litellm/issues/7181",
    answered: "/aws-credentials.html#what-went-wrong",
  },
  {
    question: "Can I play back a recorded stream, so that trying something out calls no service?",
    asked: "https://github.com/vercel/ai/issues/1387",
    answered: "/msw.html#replay-in-your-own-tests",
  },
  {
    question: "Why are calls inside Kimi's reasoning shown as text and never executed?",
    asked: "https://github.com/vybestack/llxprt-code/issues/749",
    answered: "/findings.html#tool-call-in-reasoning",
  },
  {
    question: "How do I use Claude Code through a gateway in OpenAI's form, with models of Bedrock?",
    asked: "https://github.com/anthropics/claude-code/issues/1528",
    answered: "/doors.html#claude-code",
  },
  {
    question: "A stream ended without a finish reason. Was it the network, or did the server close it?",
    asked: "https://github.com/NousResearch/hermes-agent/issues/102766",
    answered: "/checks.html#cut-stalled-or-without-a-finish",
  },
];
