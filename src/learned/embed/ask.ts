import { type Authorization, authorize } from "../../adapters/bedrock/bedrock-auth.js";
import { classifyResponse, classifyTransport } from "../../adapters/errors/classify.js";
import { requestIdOf } from "../../adapters/request-id.js";
import { chatCompletions } from "../../chat/apis/chat-completions.js";
import { ChatError } from "../../chat/failure.js";
import { type Exchange, TransportError, type WireRequest, type WireResponse } from "../../wire/exchange.js";

/** A JSON request to an embeddings endpoint. */
type EmbeddingRequest = {
  readonly exchange: Exchange;
  readonly url: string;
  readonly body: unknown;
  readonly authorization: Authorization;
  readonly signal: AbortSignal;
};

/** A complete response with a 2xx status. */
export type Answer = Pick<WireResponse, "status" | "headers"> & { readonly text: string };

/** The largest response that is read, in bytes: a thousand vectors of 3,072 numbers are about 60 MB. */
const maxAnswerBytes = 128 * 1024 * 1024;

/**
 * Sends one request, without retries. Rejects with a {@link ChatError} for any status but 2xx, a transport error, missing
 * credentials or an abort.
 */
export async function ask({ exchange, url, body, authorization, signal }: EmbeddingRequest): Promise<Answer> {
  const request: WireRequest = {
    method: "POST",
    url,
    headers: [
      ["content-type", "application/json"],
      ["accept", "application/json"],
    ],
    body: new TextEncoder().encode(JSON.stringify(body)),
  };
  const response = await connect(await authorize(request, authorization), { exchange, signal });
  const answer: Answer = { status: response.status, headers: response.headers, text: await textOf(response) };
  if (answer.status < 200 || answer.status > 299) throw refused(answer);
  return answer;
}

/** The error for a status other than 2xx, or for a 2xx with an unexpected body. Error bodies have the Chat Completions form. */
export function refused({ status, headers, text }: Answer, message: string | null = null): ChatError {
  const failure = classifyResponse({ status, headers, body: text, api: chatCompletions.name });
  return new ChatError(message === null ? failure : { ...failure, message });
}

async function connect(
  request: WireRequest,
  { exchange, signal }: Pick<EmbeddingRequest, "exchange" | "signal">,
): Promise<WireResponse> {
  try {
    return await exchange(request, signal);
  } catch (error) {
    throw transportFailure(error, "connect", null);
  }
}

async function textOf(response: WireResponse): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of response.chunks) {
      size += chunk.length;
      if (size > maxAnswerBytes) break;
      chunks.push(chunk);
    }
  } catch (error) {
    throw transportFailure(error, "body", response);
  }
  const { status, headers } = response;
  if (size > maxAnswerBytes) {
    throw refused({ status, headers, text: "" }, `the answer is larger than ${maxAnswerBytes} bytes`);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function transportFailure(error: unknown, phase: "connect" | "body", response: WireResponse | null): unknown {
  if (!(error instanceof TransportError)) return error;
  const status = response?.status ?? null;
  const requestId = response === null ? null : requestIdOf(response.headers);
  return new ChatError(classifyTransport(error, { phase, afterFinish: false, status, requestId }), { cause: error });
}
