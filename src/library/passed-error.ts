/** An error that passes between threads or processes, as data: it loses its class on the way. */
export type PassedError = {
  readonly name: string;
  readonly message: string;
  readonly stack: string | null;
  readonly code: string | null;
  readonly path: string | null;
};

/** What is sent of an error. */
export function passError(error: unknown): PassedError {
  if (!(error instanceof Error)) return { name: "Error", message: String(error), stack: null, code: null, path: null };
  const { name, message, stack = null } = error;
  const textOf = (member: "code" | "path"): string | null => {
    const value: unknown = Reflect.get(error, member);
    return typeof value === "string" ? value : null;
  };
  return { name, message, stack, code: textOf("code"), path: textOf("path") };
}

/** The error again, with its name, words and place. */
export function receiveError({ name, message, stack, code, path }: PassedError): Error {
  const error = new Error(message);
  return Object.assign(error, {
    name,
    ...(stack === null ? {} : { stack }),
    ...(code === null ? {} : { code }),
    ...(path === null ? {} : { path }),
  });
}
