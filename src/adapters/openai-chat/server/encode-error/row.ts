/** Whom the server asked, as far as a client may know it. */
export type ErrorContext = {
  /** The model by the name that the client knows; null: none was chosen. */
  readonly model: string | null;
  readonly region: string | null;
  /** `bedrock` has texts of its own, the ones that users of the original router know. */
  readonly service: "bedrock" | "openai-compatible";
};

/** How a failure of one kind is told. */
export type ErrorRow = {
  readonly status: number;
  readonly type: string;
  /** OpenAI's word where it has one, since clients branch on it. */
  readonly code: string;
  readonly says: (context: ErrorContext) => string;
  /** What to do, in the order of promise; none: nothing more can be said. */
  readonly steps: (context: ErrorContext) => readonly string[];
  /** Is the service's own message about the request, and of use to who wrote it? It is cleaned before it is quoted. */
  readonly quotes: boolean;
  /** False: asking again cannot help, whatever the status says to a client that retries. */
  readonly retry: boolean;
};

type Told = Pick<ErrorRow, "says" | "steps">;

/** The request is at fault, and what the service says about it is quoted. */
export function request(status: number, code: string, told: Told): ErrorRow {
  return { status, type: "invalid_request_error", code, ...told, quotes: true, retry: true };
}

/** The service or the server is at fault: what it says is for its operator, and may name accounts and hosts. */
export function serverSide(status: number, type: string, told: Told & Pick<ErrorRow, "code">): ErrorRow {
  return { status, type, ...told, quotes: false, retry: true };
}

/** The model in the middle of a sentence. */
export function named(model: string | null): string {
  return model === null ? "the model" : `model '${model.slice(0, 200)}'`;
}

/** The model at the beginning of a sentence. */
export function sentence(model: string | null): string {
  const words = named(model);
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}
