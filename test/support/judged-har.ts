import { observe } from "../../src/recordings/observe.js";
import { recordingFile } from "../../src/recordings/recording-file.js";
import { formatById } from "../../src/recordings/registry.js";
import { judgeExchange } from "../../src/verdict/observed/judge-exchange.js";

type Sent = { readonly url: string; readonly body: object };

/** A HAR of one chat completion at OpenRouter. `reply`: a whole body, or the chunks of a stream, which ends by `[DONE]`. */
export function chatHar(request: object, reply: object | readonly object[], url = openrouter): string {
  return oneEntry({ url, body: request }, reply);
}

/** A HAR of one Converse call without streaming. */
export function converseHar(model: string, reply: object): string {
  const body = { messages: [{ role: "user", content: [{ text: "When is high water at Whitby?" }] }] };
  return oneEntry({ url: bedrockUrl(model, "converse"), body }, reply);
}

/** A HAR of one InvokeModel call with a Chat Completions body. */
export function invokeHar(model: string, reply: object, request: object = chatBody): string {
  return oneEntry({ url: bedrockUrl(model, "invoke"), body: request }, reply);
}

/** A HAR of one Converse call that AWS refused: the type of its error, and its words. */
export function refusedHar(model: string, status: number, refusal: Refused): string {
  const body = { messages: [{ role: "user", content: [{ text: "When is high water at Whitby?" }] }], ...refusal.asked };
  const sent = { url: bedrockUrl(model, "converse"), body };
  return oneEntry(sent, { message: refusal.message }, { status, type: refusal.type });
}

type Refused = { readonly type: string; readonly message: string; readonly asked?: object };

/** What `judge` finds in the first interaction, as `severity id (cause)`, and what it saw; notes on absent usage too. */
export async function judgedHar(har: string): Promise<{
  readonly observed: string;
  readonly reason: string | null;
  readonly found: readonly string[];
  readonly seen: readonly string[];
}> {
  const [interaction] = [...formatById("har").read(recordingFile("case.har", new TextEncoder().encode(har)))];
  if (interaction === undefined || interaction instanceof Error) throw interaction ?? new Error("the HAR has no entry");
  const observed = await observe(interaction);
  if (observed.kind === "skipped") throw new Error(`skipped: ${observed.reason}`);
  const { transcript, requestUnknown, toolsOffered } = observed.exchange;
  const verdict = judgeExchange(transcript, { file: "case.har", interaction: 0, requestUnknown, toolsOffered });
  return {
    observed: verdict.observed,
    reason: verdict.reason,
    found: verdict.findings.map(({ id, cause, severity }) => `${severity} ${id}${cause === null ? "" : ` (${cause})`}`),
    seen: verdict.findings.map(({ seen }) => seen),
  };
}

const openrouter = "https://openrouter.ai/api/v1/chat/completions";
const chatBody = { messages: [{ role: "user", content: "When is high water at Whitby?" }] };

function bedrockUrl(model: string, way: string): string {
  return `https://bedrock-runtime.us-east-1.amazonaws.com/model/${encodeURIComponent(model)}/${way}`;
}

function oneEntry(
  { url, body }: Sent,
  reply: object | readonly object[],
  error: { readonly status: number; readonly type: string | null } = { status: 200, type: null },
): string {
  const isStream = Array.isArray(reply);
  const text = isStream
    ? [...reply.map((chunk) => JSON.stringify(chunk)), "[DONE]"].map((data) => `data: ${data}\n\n`).join("")
    : JSON.stringify(reply);
  const type = isStream ? "text/event-stream" : "application/json";
  const header = (value: string) => [{ name: "content-type", value }];
  const errorType = error.type === null ? [] : [{ name: "x-amzn-errortype", value: error.type }];
  const entry = {
    startedDateTime: "2026-09-01T10:00:00.000Z",
    request: {
      ...{ method: "POST", url, headers: header("application/json") },
      postData: { mimeType: "application/json", text: JSON.stringify(body) },
    },
    response: { status: error.status, headers: [...header(type), ...errorType], content: { mimeType: type, text } },
  };
  return JSON.stringify({ log: { version: "1.2", creator: { name: "hand", version: "1" }, entries: [entry] } });
}
