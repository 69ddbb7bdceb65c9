/** An error in OpenAI's form. `param` is the member of the request at fault; null: none. */
export type OpenAiError = {
  readonly message: string;
  readonly type: string;
  readonly code: string | null;
  readonly param: string | null;
};

/** The body of an error response, and the data of an error event. */
export type ErrorBody = { readonly error: OpenAiError };

/** The error for a request that the server refuses. `code` default: null. */
export function invalidRequest(param: string | null, message: string, code: string | null = null): OpenAiError {
  return { message, type: "invalid_request_error", code, param };
}
