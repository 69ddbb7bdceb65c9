import type { WireHeaders } from "../../../wire/exchange.js";
import type { Loss } from "../../interaction.js";

type ErrorReply = {
  readonly action: null;
  readonly status: number | null;
  readonly headers: WireHeaders;
  readonly body: Uint8Array;
  readonly losses: readonly Loss[];
  readonly notes: readonly string[];
};

/** The status of each exception (bedrock-runtime model 2023-09-30, `httpError`; from memory, 2026-11-28). */
const statuses: { readonly [exception: string]: number } = {
  AccessDeniedException: 403,
  ConflictException: 400,
  InternalServerException: 500,
  ModelErrorException: 424,
  ModelNotReadyException: 429,
  ModelStreamErrorException: 424,
  ModelTimeoutException: 408,
  ResourceNotFoundException: 404,
  ServiceQuotaExceededException: 400,
  ServiceUnavailableException: 503,
  ThrottlingException: 429,
  ValidationException: 400,
  ExpiredTokenException: 403,
  UnrecognizedClientException: 403,
};

/**
 * The answer to a call of which a log keeps only the error's code, and perhaps its message. The status follows from the
 * exception's name; a code of three digits is the status. An unknown name gives no status.
 */
export function awsErrorReply(code: string, message: string | null): ErrorReply {
  const isStatus = /^[45]\d{2}$/.test(code);
  const status = isStatus ? Number(code) : (statuses[code] ?? null);
  const body = status === null ? { error: { code, message } } : message === null ? {} : { message };
  return {
    action: null,
    status,
    headers: [["content-type", "application/json"], ...(isStatus ? [] : [["x-amzn-errortype", code] as const])],
    body: new TextEncoder().encode(JSON.stringify(body)),
    losses: ["wire-text", "key-order"],
    notes: [
      `the log holds only the error ${/^\w{1,80}$/.test(code) ? code : "code"}; the body was made from it`,
      ...(isStatus || status === null ? [] : ["the status is that of the exception in AWS's service model"]),
    ],
  };
}
