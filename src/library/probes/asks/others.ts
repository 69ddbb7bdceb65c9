import { chatAsk, listAsk } from "./ask-of.js";
import { chatGreeting, chatHistory, chatTools } from "./history.js";

const llama = "meta-llama/llama-3.3-70b-instruct";
const kimi = "moonshotai/kimi-k2.5";
const usage = { usage: { include: true } };

/** What is asked of OpenRouter: of the cheapest model of models.yaml where any will do. */
export const openrouterAsks = {
  whole: chatAsk("openrouter", { name: "openrouter-whole", model: llama, body: { messages: chatGreeting, ...usage } }),
  stream: chatAsk("openrouter", {
    name: "openrouter-stream",
    model: llama,
    body: { messages: chatGreeting, ...usage },
    streams: true,
  }),
  pinned: {
    ...chatAsk("openrouter", {
      name: "openrouter-pinned",
      model: kimi,
      body: {
        messages: chatGreeting,
        ...usage,
        provider: { only: ["moonshotai"], allow_fallbacks: false },
      },
      limit: 32,
    }),
    pin: "moonshotai",
  },
  pinnedToNone: chatAsk("openrouter", {
    name: "openrouter-pinned-to-none",
    model: llama,
    body: { messages: chatGreeting, provider: { only: ["moonshotai"], allow_fallbacks: false } },
  }),
  unknownModel: chatAsk("openrouter", {
    name: "openrouter-unknown-model",
    model: "moonshotai/no-such-model",
    body: { messages: chatGreeting },
  }),
  endpoints: listAsk("openrouter", {
    name: "openrouter-endpoints",
    path: "/models/moonshotai/kimi-k2.5/endpoints",
  }),
};

const moonshot = "kimi-k2.5";
const noThinking = { thinking: { type: "disabled" } };

/** What is asked of Moonshot AI. */
export const moonshotAsks = {
  models: listAsk("moonshot", { name: "moonshot-models", path: "/models" }),
  whole: chatAsk("moonshot", {
    name: "moonshot-whole",
    model: moonshot,
    body: { messages: chatGreeting },
    limit: 32,
  }),
  stream: chatAsk("moonshot", {
    name: "moonshot-stream",
    model: moonshot,
    body: { messages: chatGreeting },
    limit: 32,
    streams: true,
  }),
  temperature: chatAsk("moonshot", {
    name: "moonshot-temperature",
    model: moonshot,
    body: { messages: chatGreeting, temperature: 0.5 },
  }),
  noReasoning: chatAsk("moonshot", {
    name: "moonshot-no-reasoning",
    model: moonshot,
    body: { messages: chatHistory("functions.get_weather:0"), tools: chatTools },
  }),
  requiredTool: chatAsk("moonshot", {
    name: "moonshot-required-tool",
    model: moonshot,
    body: { messages: chatGreeting, tools: chatTools, tool_choice: "required" },
  }),
  thinkingOff: chatAsk("moonshot", {
    name: "moonshot-thinking-off",
    model: moonshot,
    body: { messages: chatGreeting, ...noThinking },
  }),
  foreignId: chatAsk("moonshot", {
    name: "moonshot-foreign-id",
    model: moonshot,
    body: { messages: chatHistory("call_abc0"), tools: chatTools, ...noThinking },
  }),
};
