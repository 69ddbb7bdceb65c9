import { randomUUID } from "node:crypto";
import { createInterface } from "node:readline/promises";
import { isJsonObject, type JsonObject } from "../../chat/json.js";
import { Stop } from "../../chat/stop-signal.js";
import { type ExitCode, exitCodes } from "../../library/exit-code.js";
import { warningsOf } from "../../router/serve/answer-headers.js";
import { chunksIn, textIn, warningsIn } from "../../router/serve/chunks-in.js";
import { complete } from "../../router/serve/complete.js";
import type { Router } from "../../router/serve/router.js";
import { log, sanitise } from "../shell/print.js";
import { openRouter } from "./open-router.js";
import { type QueryOptions, requestOf } from "./query-request.js";

export type ChatOptions = QueryOptions & { readonly system?: string };

/** `llm-parity chat`: reads lines, writes replies as they arrive, and sends the whole conversation each time. Ctrl-D or /exit ends it. */
export async function chat(options: ChatOptions): Promise<ExitCode> {
  const { router, close } = openRouter(options);
  const messages: JsonObject[] = options.system === undefined ? [] : [{ role: "system", content: options.system }];
  const terminal = createInterface({
    input: process.stdin,
    output: process.stderr,
    terminal: process.stdin.isTTY === true,
  });
  if (process.stdin.isTTY) log("/exit or Ctrl-D ends the chat, /new starts a new one");
  try {
    for await (const line of readLines(terminal)) {
      if (line.trim() === "/exit") break;
      if (line.trim() === "/new") messages.splice(options.system === undefined ? 0 : 1);
      else if (line.trim() !== "") await ask(line, messages, { router, options });
    }
    return exitCodes.fine;
  } finally {
    terminal.close();
    await close();
  }
}

async function* readLines(terminal: ReturnType<typeof createInterface>): AsyncGenerator<string> {
  terminal.setPrompt("> ");
  terminal.prompt();
  for await (const line of terminal) {
    yield line;
    terminal.prompt();
  }
}

/** Asks one question and writes the answer; a question that failed is removed from the conversation. */
async function ask(
  text: string,
  messages: JsonObject[],
  { router, options }: { readonly router: Router; readonly options: ChatOptions },
): Promise<void> {
  messages.push({ role: "user", content: text });
  const body = { ...requestOf(options, [...messages]), stream: true };
  const answer = await complete(body, { router, id: randomUUID(), signal: new Stop() });
  for (const warnings of warningsOf(answer.headers)) warn(warnings);
  const said = answer.kind === "json" ? logFailure(answer.body) : await writeReply(answer.pieces);
  if (said === null) messages.pop();
  else messages.push({ role: "assistant", content: said });
  if (answer.kind === "stream")
    log(`(${answer.headers["x-llm-parity-model"]}; ${answer.headers["x-llm-parity-attempts"]})`);
}

/** Writes a reply as it arrives and returns its text; null when it failed. */
async function writeReply(pieces: AsyncIterable<string>): Promise<string | null> {
  let text = "";
  for await (const piece of pieces) {
    for (const warnings of warningsIn(piece)) warn(warnings);
    for (const chunk of chunksIn(piece)) {
      if (chunk["error"] !== undefined) return logFailure(chunk);
      const content = textIn(chunk);
      text += content;
      process.stdout.write(sanitise(content));
    }
  }
  process.stdout.write("\n");
  return text;
}

/** What was not carried over, in a line of its own. */
function warn(warnings: string): void {
  log(sanitise(`(warns: ${warnings})`));
}

function logFailure(body: JsonObject): null {
  const error = body["error"];
  log(sanitise(isJsonObject(error) ? String(error["message"]) : "the request failed"));
  return null;
}
