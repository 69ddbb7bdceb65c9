import { chatAsk, converseAsk, invokeAsk } from "./ask-of.js";
import { chatGreeting, chatTools, converseGreeting, converseHistory, converseTools } from "./history.js";

const kimi = "moonshotai.kimi-k2.5";
const claude = "global.anthropic.claude-haiku-4-5-20251001-v1:0";
const greetingSchema = JSON.stringify({
  type: "object",
  properties: { word: { type: "string" } },
  required: ["word"],
  additionalProperties: false,
});
const weather = [{ role: "user", content: [{ text: "Use the tool: weather in Paris?" }] }];
const withTools = (id: string) => ({ messages: converseHistory(id), toolConfig: converseTools });

/** What is asked of Bedrock. */
export const bedrockAsks = {
  kimiStream: converseAsk({
    name: "bedrock-kimi-stream",
    model: kimi,
    body: { messages: converseGreeting },
    streams: true,
  }),
  kimiWhole: converseAsk({ name: "bedrock-kimi-whole", model: kimi, body: { messages: converseGreeting } }),
  kimiCall: converseAsk({
    name: "bedrock-kimi-call",
    model: kimi,
    body: { messages: weather, toolConfig: converseTools },
    limit: 256,
    streams: true,
  }),
  nativeId: converseAsk({ name: "bedrock-native-id", model: kimi, body: withTools("functions.get_weather:0") }),
  illegalId: converseAsk({ name: "bedrock-illegal-id", model: kimi, body: withTools("call 1/a") }),
  longId: converseAsk({ name: "bedrock-long-id", model: kimi, body: withTools("a".repeat(65)) }),
  mistralId: converseAsk({
    name: "bedrock-mistral-id",
    model: "mistral.mistral-large-3-675b-instruct",
    body: withTools("a"),
  }),
  claudeId: converseAsk({ name: "bedrock-claude-id", model: claude, body: withTools("functions.get_weather:0") }),
  blankText: converseAsk({
    name: "bedrock-blank-text",
    model: kimi,
    body: { messages: [{ role: "user", content: [{ text: " " }] }] },
  }),
  emptyContent: converseAsk({
    name: "bedrock-empty-content",
    model: kimi,
    body: {
      messages: [
        { role: "user", content: [{ text: "Say hi." }] },
        { role: "assistant", content: [] },
        { role: "user", content: [{ text: "Again." }] },
      ],
    },
  }),
  noToolConfig: converseAsk({
    name: "bedrock-no-tool-config",
    model: kimi,
    body: { messages: converseHistory("call_0") },
  }),
  resultStatus: converseAsk({
    name: "bedrock-result-status",
    model: kimi,
    body: { messages: converseHistory("call_0", "success"), toolConfig: converseTools },
  }),
  bothSamplings: converseAsk({
    name: "bedrock-both-samplings",
    model: claude,
    body: { messages: converseGreeting, inferenceConfig: { temperature: 0.5, topP: 0.5 } },
  }),
  reasoningReplayed: converseAsk({
    name: "bedrock-reasoning-replayed",
    model: "moonshot.kimi-k2-thinking",
    body: {
      messages: [
        { role: "user", content: [{ text: "Say hi." }] },
        {
          role: "assistant",
          content: [{ reasoningContent: { reasoningText: { text: "A greeting." } } }, { text: "Hi." }],
        },
        { role: "user", content: [{ text: "Again." }] },
      ],
    },
  }),
  textFormat: converseAsk({
    name: "bedrock-text-format",
    model: claude,
    body: {
      messages: converseGreeting,
      outputConfig: {
        textFormat: { type: "json_schema", structure: { jsonSchema: { name: "greeting", schema: greetingSchema } } },
      },
    },
  }),
  toolName: converseAsk({
    name: "bedrock-tool-name",
    model: kimi,
    body: {
      messages: converseGreeting,
      toolConfig: { tools: [{ toolSpec: { name: "get.weather", inputSchema: { json: { type: "object" } } } }] },
    },
  }),
  assistantFirst: converseAsk({
    name: "bedrock-assistant-first",
    model: kimi,
    body: {
      messages: [
        { role: "assistant", content: [{ text: "Hi." }] },
        { role: "user", content: [{ text: "Say hi." }] },
      ],
    },
  }),
  bareDeepseek: converseAsk({
    name: "bedrock-bare-deepseek",
    model: "deepseek.r1-v1:0",
    body: { messages: converseGreeting },
  }),
  deepseekTools: converseAsk({
    name: "bedrock-deepseek-tools",
    model: "us.deepseek.r1-v1:0",
    body: { messages: weather, toolConfig: converseTools },
  }),
  llamaStreamingTools: converseAsk({
    name: "bedrock-llama-streaming-tools",
    model: "us.meta.llama3-3-70b-instruct-v1:0",
    body: { messages: weather, toolConfig: converseTools },
    streams: true,
  }),
  retired: converseAsk({
    name: "bedrock-retired",
    model: "us.anthropic.claude-3-5-sonnet-20241022-v2:0",
    body: { messages: converseGreeting },
  }),
  unknownModel: converseAsk({
    name: "bedrock-unknown-model",
    model: "moonshotai.no-such-model",
    body: { messages: converseGreeting },
  }),
  invokeWhole: invokeAsk({ name: "bedrock-invoke-whole", model: kimi, body: { messages: chatGreeting } }),
  invokeStop: invokeAsk({
    name: "bedrock-invoke-stop",
    model: kimi,
    body: { messages: chatGreeting, stop: ["END"] },
  }),
  invokeRequired: invokeAsk({
    name: "bedrock-invoke-required",
    model: kimi,
    body: { messages: chatGreeting, tools: chatTools, tool_choice: "required" },
  }),
  invokeStream: invokeAsk({
    name: "bedrock-invoke-stream",
    model: kimi,
    body: { messages: chatGreeting },
    streams: true,
  }),
  openaiRoute: chatAsk("bedrock-openai", {
    name: "bedrock-openai-route",
    model: kimi,
    body: { messages: chatGreeting },
  }),
  mantle: chatAsk("bedrock-mantle", { name: "bedrock-mantle", model: kimi, body: { messages: chatGreeting } }),
  mantleOtherRoute: {
    ...chatAsk("bedrock-mantle", {
      name: "bedrock-mantle-other-route",
      model: kimi,
      body: { messages: chatGreeting },
    }),
    path: "/openai/v1/chat/completions",
    atOrigin: true as const,
  },
};
