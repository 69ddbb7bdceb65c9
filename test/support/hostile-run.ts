import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { atEnd } from "./at-end.js";
import { hostileTexts } from "./hostile-texts.js";
import { listen } from "./listen.js";
import { type WorkFolder, workFolder } from "./work-folder.js";

/** A folder in which the program asks a service that answers with hostile texts. `run`: the arguments that ask all of it. */
export type HostileRun = { readonly folder: WorkFolder; readonly run: readonly string[] };

/**
 * Files and a service for a run through the real program. Each hostile text has a scenario: its title is the text as far as the files'
 * schemas let it through, and the hostile model answers it with the text as words, as a call, or as an error, in every member that
 * has a name. A second model answers well. The service ends with the test or hook that started it.
 */
export async function hostileRun(): Promise<HostileRun> {
  const server = createServer((request, response) => void answer(request, response));
  atEnd(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  const url = `http://127.0.0.1:${await listen(server)}/v1`;
  const folder = workFolder({ "models.yaml": JSON.stringify(modelsFile(url)), "known.yaml": "known: []\n" });
  for (const [at, { text }] of hostileTexts.entries())
    folder.write(`scenarios/${idOf(at)}.yaml`, JSON.stringify(scenarioFile(idOf(at), titleOf(text))));
  const files = ["--models", "models.yaml", "--known", "known.yaml", "--scenarios", "scenarios"];
  return { folder, run: ["run", "--live", "--client", "http", "--max-cost", "100", ...files] };
}

const idOf = (at: number) => `text-${at}`;

/** What the schema of a scenario lets through: 120 units of something, without U+0000 and U+007F, and no half of a character. */
function titleOf(text: string): string {
  const short = text
    .replace(/[\0\x7f]/g, "")
    .slice(0, 120)
    .toWellFormed();
  return short.trim() === "" ? "blank" : short;
}

function scenarioFile(id: string, title: string) {
  const asks = { id: "ask", say: `Case ${id}.`, expect: [{ says: ["42"] }], example: { text: "42" } };
  const tool = { name: "look", description: title, parameters: { type: "object" }, results: [{ text: "42" }] };
  const settings = { maxOutputTokens: 100, temperature: 1, topP: null, reasoning: "default" };
  return { id, version: 1, title, description: title, tags: ["core"], settings, tools: [tool], steps: [asks] };
}

/** A name that attacks several formats at once. */
const title = `"><img src=x onerror=alert(1)> | \`x\` ]]> ::error::x [a](javascript:alert(1))`;

function modelsFile(url: string) {
  const source = { source: title, date: "2026-11-20" };
  const offer = (id: string) => ({
    ...{ provider: "hostile", id, apis: { "chat-completions": ["all"] }, sources: [source] },
    price: { inputPerMillion: 0, outputPerMillion: 0, ...source },
  });
  const model = (id: string) => ({ title: `${id} ${title}`, vendor: title, description: title, offers: [offer(id)] });
  const column = { provider: "hostile", api: "chat-completions" };
  return {
    defaults: { replay: "all", live: "all" },
    suites: { all: { title, live: true, scenarioTags: ["core"], columns: [column] } },
    providers: { hostile: { title, baseUrl: url, keyVariable: null } },
    models: { good: model("good"), hostile: model("hostile") },
  };
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  let body = "";
  for await (const piece of request) body += String(piece);
  const at = Number(/Case text-(\d+)/.exec(body)?.[1]);
  const text = hostileTexts[at]?.text ?? "";
  const isGood = JSON.parse(body).model === "good";
  const isError = !isGood && at % 3 === 2;
  response.writeHead(isError ? 400 : 200, { "content-type": "application/json", "x-request-id": `${at}"><b>]]>` });
  response.end(JSON.stringify(isGood ? replyOf("good", { content: "42" }) : hostileBody(text, at)));
}

function hostileBody(text: string, at: number) {
  const name = text.slice(0, 300);
  const call = { id: name, type: "function", function: { name, arguments: text } };
  if (at % 3 === 2) return { error: { message: text, type: name, code: name, param: name } };
  if (at % 3 === 1) return replyOf(name, { content: null, reasoning_content: text, tool_calls: [call] });
  return replyOf(name, { content: text, reasoning_content: text });
}

function replyOf(name: string, message: object) {
  const usage = { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 };
  const choice = {
    index: 0,
    message: { role: "assistant", ...message },
    finish_reason: name === "good" ? "stop" : name,
  };
  const ids = name === "good" ? { id: "good", model: "good" } : { id: name, model: name, provider: name };
  return { object: "chat.completion", created: 1, ...ids, system_fingerprint: name, choices: [choice], usage };
}
