import type { WireApi } from "./wire-api.js";

/** Gemini's generateContent and streamGenerateContent, at Google's Gemini API and on Vertex. Recordings of it are judged; nothing asks it. */
export const generateContent: WireApi<"generate-content"> = {
  name: "generate-content",
  title: "Gemini generateContent",
  servedBy: {},
  onlyAt: null,
  usual: null,
  // …/models/<model>:generateContent; on Vertex behind …/publishers/google/, or …/endpoints/<number> for a tuned model.
  paths: {
    modelIn: "path",
    whole: /\/(?:models|tunedModels|endpoints)\/(?<model>[^/:]+):generateContent$/,
    streaming: /\/(?:models|tunedModels|endpoints)\/(?<model>[^/:]+):streamGenerateContent$/,
  },
  stream: { kind: "sse" },
  hasFamilies: false,
  sameRepliesAs: null,
  replaysUnsignedReasoning: false,
  addedMembers: null,
  // FunctionCall.id is optional, and FinishReason has no word for a call: it is STOP (googleapis.github.io/js-genai: FunctionCall, FinishReason, read 2026-11-29).
  callsLack: ["id", "finish"],
  example: {
    heading: "**generate-content** (Gemini API, Vertex)",
    text: `POST /v1beta/models/gemini-3-flash-preview:generateContent
{
  "contents": [
    {"role": "user", "parts": [{"text": "What's the weather?"}]},
    {"role": "model", "parts": [{"functionCall": {"name": "get_weather", "args": {"location": "…"}}}]},
    {"role": "user", "parts": [{"functionResponse": {"name": "get_weather", "response": {…}}}]}
  ],
  "tools": [{"functionDeclarations": [{"name": "get_weather", "parameters": {…}}]}]
}`,
  },
};
