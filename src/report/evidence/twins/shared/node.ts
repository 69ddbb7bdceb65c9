import { quotedMarkLines } from "../call-marks.js";
import { importLine } from "../import-line.js";
import type { SharedFile } from "../twin.js";

/** The command line of Node's twins. */
const commandLine: SharedFile = {
  file: "command-line.mjs",
  text: String.raw`// What the Node scripts of this bundle share: the command line and the environment. It asks nothing.
${importLine("existsSync, readFileSync", "node:fs")}
${importLine("createRequire", "node:module")}

export function quit(sentence) {
  console.error(sentence);
  process.exit(2);
}
process.on("uncaughtException", (error) => quit("The script cannot ask: " + error.name));

export function commandLine(usual) {
  const words = process.argv.slice(2);
  const at = words.indexOf("-n");
  const [times = ""] = at === -1 ? [String(usual)] : words.splice(at, 2).slice(1);
  const [name = "failing", ...rest] = words;
  if (!/^[1-9]\d{0,3}$/.test(times) || !/^(failing|working)$/.test(name) || rest.length > 0)
    quit("Usage: node SCRIPT [failing|working] [-n TIMES], 9999 at most");
  const file = new URL("../../requests/" + name + ".json", import.meta.url);
  if (!existsSync(file)) quit("requests/" + name + ".json is not there.");
  return { name, times: Number(times), body: readFileSync(file) };
}

/** A package of the folder in which the script was started. */
export function load(name) {
  try {
    return createRequire(process.cwd() + "/")(name);
  } catch {
    return quit(name + " is not installed in this folder: npm install " + name);
  }
}

export function elsewhere(variable) {
  if (!process.env[variable]) return undefined;
  console.error("Asked at the address in the environment, not at that of the bundle.");
  return process.env[variable];
}
`,
};

/** The count over the calls of Node's twins. Of a reply, only what `clean` has passed is printed. */
const countCalls: SharedFile = {
  file: "count-calls.mjs",
  text: `// What the Node scripts of this bundle share: one line for each call, and the count.
${importLine("wordOf", "./word-of.mjs")}

const clean = (value) => String(value ?? "-").replace(/[^A-Za-z0-9_.:-]/g, "").slice(0, 80) || "-";

export async function countCalls({ symptom, times, isStream }, ask) {
  let [seen, unasked] = [0, 0];
  for (let call = 0; call < times; call += 1) {
    const reply = { isStream, begun: false, done: false, text: "", thought: "", calls: {} };
    const { word, facts, isCounted } = wordOf(reply, await ask(reply).then(() => null, (error) => error));
    console.log(word + " " + Object.entries(facts).map(([name, value]) => name + "=" + clean(value)).join(" "));
    if (!isCounted) unasked += 1;
    else if (word === symptom) seen += 1;
  }
  const left = unasked > 0 ? ", " + unasked + " not asked" : "";
  if (times > 1) console.log(symptom + " in " + seen + " of " + (times - unasked) + left);
  process.exit(seen > 0 ? 1 : unasked > 0 ? 2 : 0);
}
`,
};

/** AWS's SDK with the exact body. `answered`: the content type of the last answer. */
export const nodeAwsClient: SharedFile = {
  file: "aws-client.mjs",
  text: `// What sdk.mjs needs beside its request: AWS's SDK, which is given the exact body.
${importLine("elsewhere, load, quit", "./command-line.mjs")}

export const aws = load("@aws-sdk/client-bedrock-runtime");
export const answered = { type: "" };

export function awsClient({ region, endpoint: own }, body) {
  const { env } = process;
  if (!env.AWS_BEARER_TOKEN_BEDROCK && !env.AWS_ACCESS_KEY_ID && !env.AWS_PROFILE)
    quit("No key: set AWS_BEARER_TOKEN_BEDROCK, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE.");
  const endpoint = elsewhere("AWS_ENDPOINT_URL_BEDROCK_RUNTIME") ?? own;
  const client = new aws.BedrockRuntimeClient({ region, maxAttempts: 1, ...(endpoint && { endpoint }) });
  client.middlewareStack.add(withBody(body), { step: "build", priority: "low" });
  client.middlewareStack.add(withType, { step: "deserialize", priority: "low" });
  return client;
}

/** The SDK would write the body anew and drop members that it does not know: it gets the bytes before it signs. */
const withBody = (body) => (next) => (args) => {
  args.request.body = body;
  Object.assign(args.request.headers, { "content-type": "application/json", "content-length": String(body.length) });
  return next(args);
};

/** The SDK shows nothing of an error that comes in a 200 but its content type. */
const withType = (next) => async (args) => {
  answered.type = "";
  const answer = await next(args);
  answered.type = String(answer.response.headers["content-type"]);
  return answer;
};
`,
};

/** What a reply holds. Members are read by name, whatever API the reply is of; a call's arguments are kept and not searched. */
const readReply: SharedFile = {
  file: "read-reply.mjs",
  text: `// What the Node scripts of this bundle share: what a reply holds. It runs nothing of it.
${importLine("fromResponses", "./from-responses.mjs")}

const finishes = /^(stopReason|stop_reason|finish_reason|completionReason)$/;
const counts = /^(outputTokens|completion_tokens|output_tokens|generation_token_count|outputTokenCount)$/;
const thoughts = /^(reasoning|reasoning_content|thinking)$/;
const texts = /^(text|content|generation|outputText|completion)$/;

export function read(reply, value, name = "", at = 0, isThought = false) {
  if (name === "") value = fromResponses(value);
  const place = value.contentBlockIndex ?? value.index ?? at;
  const thinks = isThought || name === "reasoningContent" || /thinking|reasoning/.test(value.type);
  if (isCall(value, name)) return addArguments(reply, place, value.function ?? value);
  for (const [key, one] of Object.entries(value)) {
    if (one == null || key === "$metadata" || key === "annotations" || (thinks && key === "type")) continue;
    if (key === "error" || key === "__type") reply.error = one.type ?? one.code ?? key;
    else if (typeof one === "object" && !ArrayBuffer.isView(one)) {
      if (Array.isArray(value)) read(reply, one, name, Number(key), thinks);
      else read(reply, one, key, place, thinks);
    } else if (thinks || thoughts.test(key)) reply.thought += one;
    else if (key === "partial_json") addArguments(reply, place, { input: one });
    else if (finishes.test(key)) reply.stop = one;
    else if (counts.test(key)) reply.out = one;
    else if (texts.test(key)) reply.text += one;
  }
}

function isCall(value, name) {
  const isListed = name === "tool_calls" && !Array.isArray(value);
  return isListed || name === "toolUse" || name === "function_call" || /^(tool_use|function_call)$/.test(value.type);
}

/** A stream sends the arguments in pieces, and an empty object where they begin. */
function addArguments(reply, place, call) {
  const given = call.input ?? call.arguments ?? call.parameters ?? "";
  const text = typeof given === "string" ? given : JSON.stringify(given);
  reply.calls[place] = (reply.calls[place] ?? "") + (text === "{}" ? "" : text);
}
`,
};

/** Of the Responses API: what is read of a reply, or of an event, as the other APIs have it. */
const fromResponses: SharedFile = {
  file: "from-responses.mjs",
  text: `// What the Node scripts of this bundle share: what is read of a reply of the Responses API.

/** The last event of a stream repeats everything. A response says again what was asked, which is left out. */
export function fromResponses(value) {
  if (/^response[.](completed|incomplete|failed)$/.test(value.type)) return fromResponses(value.response ?? {});
  if (/^response[.]/.test(value.type)) return {};
  if (value.object !== "response") return value;
  const { output = [], usage, error, status, incomplete_details: cut } = value;
  return { output, usage, error, stop_reason: cut?.reason ?? status };
}
`,
};

/** What a reply shows, in one word. `failure`: what the SDK threw. */
const wordOf: SharedFile = {
  file: "word-of.mjs",
  text: String.raw`// What the Node scripts of this bundle share: what a reply shows, in one word.
const marks = [
${quotedMarkLines()}
];
const asMark = new RegExp(marks.join("|"));
const isBlank = (text) => !/[^\s\u00ad\u200b-\u200f\u2028\u2029\u2060\ufeff]/u.test(text);

export function wordOf(reply, failure) {
  const status = failure?.$metadata?.httpStatusCode ?? failure?.status;
  const id = reply.id ?? failure?.$metadata?.requestId ?? failure?.requestID;
  if (failure && !reply.begun && !(status >= 200 && status < 300)) {
    const type = failure.$fault ? failure.name : (failure.error?.type ?? failure.code ?? failure.name);
    // Keys, access, quotas and outages are never the symptom.
    const isCounted = [400, 408, 413, 415, 422, 424].includes(status);
    return { word: status === 408 || status === 424 ? "ERROR" : "REFUSED", facts: { status, type, id }, isCounted };
  }
  return { word: shownBy(reply, failure), facts: { stop: reply.stop, out: reply.out, id }, isCounted: true };
}

function shownBy(reply, failure) {
  if (reply.error || failure?.$fault || failure?.error || /rror/.test(reply.stop)) return "ERROR";
  if (failure || (reply.isStream && !reply.stop && !reply.done)) return "CUT";
  const calls = Object.values(reply.calls);
  if (calls.length > 0) return calls.every(isObject) ? "CALL" : "BAD-ARGUMENTS";
  const closed = reply.text.replace(/<(think|thinking|reasoning)>[^]*?<\/\1>/gi, "");
  const answer = closed.replace(/^[^]*<\/(think|thinking|reasoning)>/i, "");
  if (!isBlank(answer)) return asMark.test(answer) ? "CALL-AS-TEXT" : "ANSWER";
  return isBlank(reply.thought) && answer === reply.text ? "EMPTY" : "REASONING-ONLY";
}

function isObject(text) {
  try { return text.trim() === "" || (/^\s*\{/.test(text) && JSON.parse(text) !== null); } catch { return false; }
}
`,
};

/** The files that Node's twins read. */
export const sharedNode: readonly SharedFile[] = [commandLine, countCalls, readReply, fromResponses, wordOf];
