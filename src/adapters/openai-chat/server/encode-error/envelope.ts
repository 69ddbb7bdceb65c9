/** An error as OpenAI's API says it. `param` is the member of the request that stands in the way; null: none does. */
export type OpenAiError = {
  readonly message: string;
  readonly type: string;
  readonly code: string | null;
  readonly param: string | null;
};

/** The body of a response that is an error, and the data of an event that is one. */
export type ErrorBody = { readonly error: OpenAiError };

/** The request cannot be taken as it stands. */
export function invalidRequest(param: string | null, message: string, code: string | null = null): OpenAiError {
  return { message, type: "invalid_request_error", code, param };
}
