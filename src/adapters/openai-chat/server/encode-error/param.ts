import type { ChatFailure } from "../../../../chat/failure.js";
import { clientPath, clientText } from "../client-words.js";
import type { ErrorContext } from "./row.js";

/** The message of a local refusal, which names the member at fault before the colon (`messages[2].toolCallId: …`). */
const namedFirst = /^([a-z]\w*(?:\[\d+\]|\.\w+)*): /;

type Asked = Pick<ErrorContext, "request" | "pathOf">;

/** The member of the client's request at fault, by its path there; null when the failure is not local or names none. */
export function paramOf({ phase, message }: ChatFailure, { request, pathOf = clientPath }: Asked = {}): string | null {
  const field = phase === "local" ? namedFirst.exec(message)?.[1] : undefined;
  return field === undefined ? null : pathOf(field, request ?? null);
}

/** The message of a local refusal in the client's words: the path of the member at fault, and what is wrong with it. */
export function localText({ message }: ChatFailure, { request, pathOf = clientPath }: Asked): string {
  const [named, field = ""] = namedFirst.exec(message) ?? [];
  if (named === undefined) return clientText(message, pathOf);
  const path = pathOf(field, request ?? null);
  const rest = clientText(message.slice(named.length), pathOf);
  return path === null ? rest : `${path}: ${rest}`;
}
