import { moonshotAsks as asks } from "../asks/others.js";
import type { Assumption } from "../assumption.js";
import { acceptedUnless, at, confirmed, ofReply, open, refusedWith, refuted, thereOrNot } from "../decide.js";

const vendor = "Moonshot AI";

/** What is taken for true about Moonshot's own service. */
export const moonshotAssumptions: readonly Assumption[] = [
  {
    id: "moonshot-model-id",
    vendor,
    statement: "`https://api.moonshot.ai/v1/models` lists `kimi-k2.5`.",
    source: "models.dev f3fc692 providers/moonshotai/models/kimi-k2.5.toml",
    date: "2026-07-02",
    relies: "The base URL of `src/scenario/provider.ts`, and the id of `scenarios/models.yaml`.",
    probe: {
      kind: "ask",
      asks: [asks.models],
      decide: ofReply(({ json }) => {
        const list = at(json, "data");
        if (!Array.isArray(list)) return open("data is no list");
        const ids = list.map((one) => String(at(one, "id")));
        return ids.includes("kimi-k2.5") ? confirmed("id: kimi-k2.5") : refuted(`ids: ${ids.join(", ").slice(0, 200)}`);
      }),
    },
  },
  {
    id: "moonshot-thinks-by-default",
    vendor,
    statement: "Kimi K2.5 thinks unless it is told not to, and its reasoning is in `message.reasoning_content`.",
    source: "Moonshot docs, K2.5; anomalyco/opencode#25758",
    date: "2026-11-20",
    relies: "`src/adapters/openai-chat/decode/reasoning.ts`, and the tool choices of `scenarios/models.yaml`.",
    probe: {
      kind: "ask",
      asks: [asks.whole],
      decide: ofReply(({ json }) =>
        thereOrNot(at(json, "choices", 0, "message", "reasoning_content"), "reasoning_content"),
      ),
    },
  },
  {
    id: "moonshot-thinking-off",
    vendor,
    statement: '`thinking: {type: "disabled"}` switches thinking off: the reply has no `reasoning_content`.',
    source: "Moonshot docs, K2.5 (`src/adapters/openai-chat/encode/reasoning-setting.ts`)",
    date: "2026-08-01",
    relies: "The quirk `reasoningDialect: moonshot-thinking`.",
    probe: {
      kind: "ask",
      asks: [asks.thinkingOff],
      decide: ofReply(({ json }) => {
        const reasoning = at(json, "choices", 0, "message", "reasoning_content") ?? "";
        return reasoning === ""
          ? confirmed("no reasoning_content")
          : refuted(`reasoning_content: ${JSON.stringify(reasoning).slice(0, 200)}`);
      }),
    },
  },
  {
    id: "moonshot-temperature-one",
    vendor,
    statement: "Kimi K2.5 takes no temperature but 1 while it thinks.",
    source:
      "NousResearch/hermes-agent#12566, NoFxAiOS/nofx#1415 (`invalid temperature: only 1 is allowed for this model`)",
    date: "2026-04-19",
    relies: "The advice on sampling in reports; scenarios send no temperature there.",
    probe: { kind: "ask", asks: [asks.temperature], decide: refusedWith(/invalid temperature/i) },
  },
  {
    id: "moonshot-reasoning-required",
    vendor,
    statement: "While it thinks, an assistant's turn with a call needs `reasoning_content` in the history.",
    source: "mastra-ai/mastra#12592; danny-avila/LibreChat#11563 (K2.5, 2026-01-29); anomalyco/opencode#25758",
    date: "2026-11-20",
    relies: "`src/adapters/openai-chat/encode/assistant.ts`, and the quirk `reasoningReplay: keep`.",
    probe: { kind: "ask", asks: [asks.noReasoning], decide: refusedWith(/reasoning_content is missing/i) },
  },
  {
    id: "moonshot-tool-choice",
    vendor,
    statement: 'While it thinks, `tool_choice: "required"` is refused.',
    source: "AstrBotDevs/AstrBot#7805 (`tool_choice 'required' is incompatible with thinking enabled`)",
    date: "2026-04-25",
    relies: "Cells with a forced call are `unsupported` there, not bad.",
    probe: { kind: "ask", asks: [asks.requiredTool], decide: refusedWith(/tool_choice/i) },
  },
  {
    id: "moonshot-foreign-id",
    vendor,
    statement: "A tool-call id of another form, such as `call_abc0`, is accepted in the history.",
    source: "MoonshotAI/kimi-code#3429 (the official endpoint normalises ids)",
    date: "2026-09-02",
    relies: "The control for the form of ids: Moonshot answers where another host is silent.",
    probe: { kind: "ask", asks: [asks.foreignId], decide: acceptedUnless(/tool.?call|\bid\b/i) },
  },
  {
    id: "moonshot-stream-usage",
    vendor,
    statement: "A stream has its usage in the last choice, `choices[0].usage`, without `stream_options`.",
    source: "Moonshot streams, in `src/adapters/openai-chat/decode/usage.ts`",
    date: "2026-08-01",
    relies: "The tokens of a streamed trial.",
    probe: {
      kind: "ask",
      asks: [asks.stream],
      decide: ofReply(({ events }) => {
        if (events.length === 0) return open("the body holds no event");
        const found = events.map(({ payload }) => at(payload, "choices", 0, "usage")).find((usage) => usage !== null);
        return thereOrNot(found, "choices[0].usage");
      }),
    },
  },
  {
    id: "moonshot-normalises-ids",
    vendor,
    statement: "Moonshot rewrites foreign tool-call ids before its model reads them.",
    source: "MoonshotAI/kimi-code#3429",
    date: "2026-09-02",
    relies: "The hypothesis that the form of ids is the cause (`docs/attribution.md`).",
    probe: {
      kind: "none",
      why: "What the model reads is not visible. Only rates tell: ten replies to each form of id, with `run --live --trials 10`.",
    },
  },
  {
    id: "moonshot-empty-content",
    vendor,
    statement: "An assistant's turn with empty content is refused by K3, and accepted by K2.5.",
    source: "tolokaforge#1284",
    date: "2026-11-20",
    relies: "The router leaves out turns that say nothing (translation R10).",
    probe: { kind: "none", why: "models.yaml offers no K3, so one half of the sentence cannot be asked." },
  },
];
