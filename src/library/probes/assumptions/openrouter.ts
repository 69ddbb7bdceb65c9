import { openrouterAsks as asks } from "../asks/others.js";
import type { Assumption } from "../assumption.js";
import { at, confirmed, ofReply, open, refusedWith, refuted, thereOrNot } from "../decide.js";

const vendor = "OpenRouter";

/** What is taken for true about OpenRouter. */
export const openrouterAssumptions: readonly Assumption[] = [
  {
    id: "openrouter-generation-id",
    vendor,
    statement: "Every reply names its generation in the header `x-generation-id`.",
    source: "openrouter.ai/docs, streaming",
    date: "2026-08-01",
    relies: "`src/adapters/request-id.ts`: the request id that evidence names.",
    probe: {
      kind: "ask",
      asks: [asks.whole],
      decide: ofReply(({ header }) => thereOrNot(header("x-generation-id"), "x-generation-id")),
    },
  },
  {
    id: "openrouter-usage-cost",
    vendor,
    statement: "`usage: {include: true}` puts the cost of a reply, in US dollars, into `usage.cost`.",
    source: "openrouter.ai/docs, usage accounting",
    date: "2026-11-28",
    relies: "`src/scenario/provider.ts` (sent with every request) and the budget of live runs.",
    probe: {
      kind: "ask",
      asks: [asks.whole],
      decide: ofReply(({ json }) => {
        const cost = at(json, "usage", "cost");
        return typeof cost === "number" ? confirmed(`usage.cost: ${cost}`) : refuted("usage.cost is no number");
      }),
    },
  },
  {
    id: "openrouter-native-finish",
    vendor,
    statement: "A choice has the upstream's own finish word in `native_finish_reason`.",
    source: "openrouter.ai/docs, API reference overview",
    date: "2026-11-20",
    relies: "`src/adapters/openai-chat/decode/read-finish.ts`.",
    probe: {
      kind: "ask",
      asks: [asks.whole],
      decide: ofReply(({ json }) => thereOrNot(at(json, "choices", 0, "native_finish_reason"), "native_finish_reason")),
    },
  },
  {
    id: "openrouter-names-upstream",
    vendor,
    statement: "A reply names the upstream that served it in `provider`.",
    source: "openrouter.ai/docs, API reference overview; symfony/ai#909",
    date: "2026-11-20",
    relies: "Trials of different upstreams are never pooled (`src/verdict/judge-cell.ts`).",
    probe: {
      kind: "ask",
      asks: [asks.whole],
      decide: ofReply(({ json }) => thereOrNot(at(json, "provider"), "provider")),
    },
  },
  {
    id: "openrouter-pin-echo",
    vendor,
    statement: "A request that is pinned to `moonshotai` is served by the upstream named `Moonshot AI`.",
    source: "openrouter.ai/docs, provider routing; anomalyco/opencode#25758 (provider_name)",
    date: "2026-11-20",
    relies: "`scenarios/models.yaml` (`pin`), and the check that a pinned reply comes from its upstream.",
    probe: {
      kind: "ask",
      asks: [asks.pinned],
      decide: ofReply(({ json }) => {
        const name = at(json, "provider");
        if (name === null) return open("the reply names no provider");
        return name === "Moonshot AI" ? confirmed(`provider: ${name}`) : refuted(`provider: ${JSON.stringify(name)}`);
      }),
    },
  },
  {
    id: "openrouter-reasoning-member",
    vendor,
    statement: "The reasoning of a reply is in `message.reasoning` or `message.reasoning_details`.",
    source: "openrouter.ai/docs, reasoning tokens",
    date: "2026-08-01",
    relies: "`src/adapters/openai-chat/decode/reasoning.ts` and `reasoning-details.ts`.",
    probe: {
      kind: "ask",
      asks: [asks.pinned],
      decide: ofReply(({ json }) => {
        const message = at(json, "choices", 0, "message");
        const found = ["reasoning", "reasoning_details"].find((name) => String(at(message, name) ?? "") !== "");
        if (found !== undefined) return thereOrNot(at(message, found), `message.${found}`);
        const tokens = Number(at(json, "usage", "completion_tokens_details", "reasoning_tokens") ?? 0);
        return tokens > 0
          ? refuted(`${tokens} reasoning tokens, and neither member`)
          : open("the model did not reason");
      }),
    },
  },
  {
    id: "openrouter-pin-fails-closed",
    vendor,
    statement: "A pin to an upstream that does not serve the model is refused, and no other upstream is asked.",
    source: "openrouter.ai/docs, provider routing; kortix-ai/suna#3706 (No allowed providers are available)",
    date: "2026-11-20",
    relies: "`src/scenario/build-target.ts` (`allow_fallbacks: false`) and the error table (`routing`).",
    probe: {
      kind: "ask",
      asks: [asks.pinnedToNone],
      decide: refusedWith(/No allowed providers|No endpoints found/i),
    },
  },
  {
    id: "openrouter-unknown-model",
    vendor,
    statement: "An unknown model is refused with `… is not a valid model ID`.",
    source: "recorded traffic of others, in the error table (`src/adapters/errors/classify-rules-openai.ts`)",
    date: "2026-11-28",
    relies: "The failure `model-not-found`.",
    probe: { kind: "ask", asks: [asks.unknownModel], decide: refusedWith(/is not a valid model ID/i) },
  },
  {
    id: "openrouter-stream-usage",
    vendor,
    statement: "The last event of a stream before `[DONE]` has the usage, without `stream_options`.",
    source: "openrouter.ai/docs, usage accounting; symfony/ai#909",
    date: "2026-11-28",
    relies: "`src/adapters/openai-chat/decode/usage.ts`, and what a trial has cost.",
    probe: {
      kind: "ask",
      asks: [asks.stream],
      decide: ofReply(({ events }) => {
        const last = events.filter(({ payload }) => payload !== "[DONE]").at(-1);
        if (last === undefined) return open("the body holds no event");
        return thereOrNot(at(last.payload, "usage"), "usage of the last event");
      }),
    },
  },
  {
    id: "openrouter-done",
    vendor,
    statement: "A stream ends with `data: [DONE]`.",
    source: "openrouter.ai/docs, streaming",
    date: "2026-08-01",
    relies: "Whether a stream is complete (`src/adapters/openai-chat/decode-stream.ts`).",
    probe: {
      kind: "ask",
      asks: [asks.stream],
      decide: ofReply(({ events }) => {
        if (events.length === 0) return open("the body holds no event");
        const last = JSON.stringify(events.at(-1)?.payload);
        return last === '"[DONE]"' ? confirmed("last event: [DONE]") : refuted(`last event: ${last.slice(0, 200)}`);
      }),
    },
  },
  {
    id: "openrouter-lists-moonshot",
    vendor,
    statement: "The public list of endpoints of Kimi K2.5 has one whose provider is named `Moonshot AI`.",
    source: "openrouter.ai/docs, list all endpoints for a model; anomalyco/opencode#25758",
    date: "2026-11-20",
    relies: "The pinned control of `scenarios/models.yaml`.",
    probe: {
      kind: "ask",
      asks: [asks.endpoints],
      decide: ofReply(({ json }) => {
        const list = at(json, "data", "endpoints");
        if (!Array.isArray(list)) return open("data.endpoints is no list");
        const names = list.map((one) => String(at(one, "provider_name")));
        const text = `provider_name: ${names.join(", ")}`;
        return names.includes("Moonshot AI") ? confirmed(text) : refuted(text);
      }),
    },
  },
  {
    id: "openrouter-error-inside-200",
    vendor,
    statement:
      'An error after the first token comes inside a 200: as `{error}`, or as an event with `finish_reason: "error"`.',
    source: "openrouter.ai/docs, errors; openai 6.49.0, run against a local server",
    date: "2026-08-01",
    relies: "`src/adapters/openai-chat/decode/beside-chunks.ts`, and the phase of a failure.",
    probe: { kind: "none", why: "An upstream that fails in the middle of a reply cannot be ordered." },
  },
  {
    id: "openrouter-comments",
    vendor,
    statement: "While an upstream is slow, the stream has comment lines such as `: OPENROUTER PROCESSING`.",
    source: "openrouter.ai/docs, streaming",
    date: "2026-08-01",
    relies: "The idle deadline, which any byte resets.",
    probe: { kind: "none", why: "Whether one comes depends on how slow the upstream is at that moment." },
  },
];
