import { describe, expect, test } from "vitest";
import {
  afterTool,
  billedRefusal,
  broken,
  call,
  callsWeather,
  failed,
  finish,
  mustBeRefused,
  noCalls,
  other,
  reasoning,
  reply,
  sanFrancisco,
  says42,
  scenario,
  step,
  text,
  transcript,
  turn,
  usage,
  usesWeather,
} from "../../test/samples/transcripts.js";
import type { Api } from "../chat/api.js";
import type { AssistantPart } from "../chat/message.js";
import type { Reply, ReplyLogprobs, Usage } from "../chat/reply.js";
import type { ChatRequest, ResponseFormat, ToolChoice } from "../chat/request.js";
import type { Expectation } from "../scenario/expectation.js";
import type { Turn } from "../transcript/transcript.js";
import { checks } from "./checks/registry.js";
import { judgeTurn } from "./judge-turn.js";
import { judgedTurnOf } from "./judged-turn.js";

type Row = readonly [
  title: string,
  answer: Reply | Turn,
  expected: readonly string[],
  asked?: readonly Expectation[],
  api?: Api,
];

const afterResult = (answer: Reply): Turn => turn("s", answer, { messages: afterTool });
/** A fine reply of whose wire the decoder noted something. */
const noted = (id: string, message = "x"): Reply => reply([text("42")], { notes: [{ id, message }] });
/** A fine reply, for which `moonshotai.kimi-k2.5` was asked. */
function servedBy(model: string | null): Turn {
  const one = turn("s", reply([text("42")], { id: "gen-1", model }));
  return { ...one, request: { ...one.request, model: "moonshotai.kimi-k2.5" } };
}
/** A reply to a request for several choices. */
const asked2 = (answer: Reply, choices = 2): Turn => turn("s", answer, asking({ choices }));
/** A reply to a request for log probabilities with two alternatives to each token. */
const askedScores = (answer: Reply, logprobs: number | null = 2): Turn => turn("s", answer, asking({ logprobs }));
/** A fine reply whose two tokens have log probabilities, with two alternatives to each. */
const scored = (change: Partial<ReplyLogprobs> = {}, words = "It is 42."): Reply =>
  reply([text(words)], {
    logprobs: { tokens: 2, text: words, fewestAlternatives: 2, mostAlternatives: 2, oddities: [], ...change },
  });
const long = `It is mild and sunny. ${"x".repeat(400)}`;
const citySchema = { type: "object", properties: { city: { type: "string" } }, required: ["city"] };
const cityFormat = asking({ responseFormat: { kind: "json-schema", name: "city", schema: citySchema, strict: null } });
const good = "It is 65°F and sunny in San Francisco.";

/** For each check: replies that meet its claim (`[]`) and replies that do not, with every finding that the turn then has. */
const rows: { readonly [check: string]: readonly Row[] } = {
  "reply/complete": [
    ["a whole reply", reply([text("42")]), []],
    ["a refused request", failed("invalid-history"), ["bad request-refused invalid-history"]],
    ["a refused parameter", failed("parameter-unsupported"), ["bad request-refused parameter-unsupported"]],
    ["a stream cut before content", broken("truncated", { raw: null }), ["bad truncated before-content"]],
    [
      "a stream cut in its text",
      broken("truncated", { raw: null }, [text("The ans")]),
      ["bad truncated inside-content"],
    ],
    [
      "a stream cut after its finish",
      { ...broken("truncated", { afterFinish: true }, [text("42")]), finish: finish("stop") },
      ["bad truncated after-finish"],
    ],
    [
      "a stream that ended without an end",
      reply([], { completeness: "truncated", finish: null }),
      ["bad truncated before-content"],
    ],
    ["a deadline of ours after the headers", broken("timeout", { raw: null }), ["bad stalled before-content"]],
    ["a stall in the text", broken("timeout", { raw: null }, [text("I")]), ["bad stalled inside-content"]],
    [
      "a model timeout of the service",
      broken("timeout", { code: "modelTimeoutException" }),
      ["bad model-error timeout"],
    ],
    [
      "a model error of the service",
      broken("model-error", { code: "modelStreamErrorException" }),
      ["bad model-error model-error"],
    ],
    ["an unary model error", failed("model-error", { status: 424 }), ["bad model-error"]],
    [
      "a throttle inside the stream",
      broken("throttled", { code: "throttlingException" }),
      ["bad midstream-error throttled"],
    ],
    [
      "an error object alone in a 200",
      broken("unavailable", { raw: '{"error":{"code":502}}' }),
      ["bad error-in-200 unavailable"],
    ],
    ["an error object in a unary 200", broken("quota"), ["bad error-in-200 quota"], [], "chat-completions"],
    ["bytes that are not the API's", broken("protocol"), ["bad protocol"]],
    ["a filter inside the stream", broken("content-filter"), ["bad filtered"]],
  ],
  "reply/not-empty": [
    ["a silent model", reply([], { usage: usage(0) }), ["bad empty-reply silent"]],
    ["an end marker and nothing else", reply([], { usage: usage(3) }), ["bad empty-reply silent"]],
    [
      "a stop sequence and nothing before it",
      reply([], { usage: usage(4), finish: { ...finish("stop"), raw: "stop_sequence", stopSequence: "END" } }),
      ["bad empty-reply stop-sequence"],
    ],
    ["tokens that a parser ate", reply([], { usage: usage(4) }), ["bad empty-reply parser-ate-it"]],
    ["blank text parts", reply([text(""), text("\n\u200b")], { usage: usage(58) }), ["bad empty-reply parser-ate-it"]],
    ["no usage", reply([], { usage: null }), ["bad empty-reply tokens-unknown", "note usage-missing"]],
    ["an empty reply to an asked question", reply([], { usage: usage(0) }), ["bad empty-reply silent"], [says42]],
    [
      "an empty reply after a tool",
      afterResult(reply([], { usage: usage(0) })),
      ["bad empty-reply silent"],
      [usesWeather, noCalls],
    ],
    ["an empty reply where a call was due", reply([], { usage: usage(0) }), ["bad empty-reply silent"], [callsWeather]],
    ["an empty reply without a finish", reply([], { usage: usage(0), finish: null }), ["bad empty-reply silent"]],
    ["an empty reasoning part", reply([reasoning("")], { usage: usage(0) }), ["bad empty-reply silent"]],
    ["one visible character", reply([text(".")], { usage: usage(1) }), []],
    [
      "zero tokens reported and a text",
      reply([text("42")], { usage: usage(0) }),
      ["note usage-inconsistent none-for-content"],
    ],
    ["a call without text", reply([sanFrancisco], { usage: usage(0) }), ["note usage-inconsistent none-for-content"]],
    [
      "text in a citation",
      reply([other({ citationsContent: { content: [{ text: "42" }], citations: [] } })]),
      [],
      [says42],
    ],
    ["a part that we have no word for", reply([other({ image: { format: "png", source: "AAAA" } })]), []],
    [
      "an empty part that we have no word for",
      reply([other({ image: {} })], { usage: usage(0) }),
      ["bad empty-reply silent"],
    ],
  ],
  "reply/not-only-reasoning": [
    ["reasoning and text", reply([reasoning("hm"), text("42")]), []],
    ["reasoning and a call", reply([reasoning("hm"), sanFrancisco]), []],
    ["reasoning alone", reply([reasoning("The user wants the weather.")]), ["bad reasoning-only"], [usesWeather]],
    ["redacted reasoning alone", reply([{ ...redacted() }]), ["bad reasoning-only"]],
    [
      "a closed think tag and nothing after",
      reply([text("<think>hm</think>\n")]),
      ["bad reasoning-only think-tag"],
      [says42],
    ],
    ["an open think tag and nothing after", reply([text(" <think> ")]), ["bad reasoning-only think-tag"]],
    ["hidden reasoning", reply([], { usage: usage(58, 57) }), ["bad reasoning-only hidden"]],
    [
      "hidden reasoning that does not account for the tokens",
      reply([], { usage: usage(58, 20) }),
      ["bad empty-reply parser-ate-it"],
    ],
  ],
  "reply/not-filtered": [
    ["a filtered reply", reply([], { finish: finish("content-filter") }), ["bad filtered"], [says42]],
    ["a half filtered reply", reply([text("The")], { finish: finish("content-filter") }), ["bad filtered"], [says42]],
  ],
  "reply/not-refused": [
    ["a refusal part", reply([{ kind: "refusal", text: "I can't help with that." }]), ["bad refusal"], [says42]],
    ["a blank refusal part beside text", reply([{ kind: "refusal", text: "" }, text("42")]), [], [says42]],
  ],
  "reply/not-cut": [
    [
      "nothing but reasoning at the limit",
      reply([reasoning("hm")], { finish: finish("length") }),
      ["bad cut-by-max-tokens"],
      [says42],
    ],
    ["nothing at the limit", reply([], { finish: finish("length") }), ["bad cut-by-max-tokens"]],
    [
      "a call in pieces",
      reply([call('{"loca')], { finish: finish("length") }),
      ["bad cut-by-max-tokens"],
      [callsWeather],
    ],
    [
      "an answer that was not reached",
      reply([text("Let us add")], { finish: finish("length") }),
      ["bad cut-by-max-tokens"],
      [says42],
    ],
    [
      "an answer that was",
      reply([text("42, because")], { finish: finish("length") }),
      ["note cut-by-max-tokens"],
      [says42],
    ],
    [
      "a cut that was asked for",
      reply([text("One")], { finish: finish("length") }),
      [],
      [{ kind: "finish", anyOf: ["length"] }],
    ],
  ],
  "reply/generated": [
    [
      "malformed tool use",
      reply([], { finish: finish("error") }),
      ["bad malformed-function-call malformed_tool_use"],
      [callsWeather],
    ],
    [
      "another error as finish",
      reply([text("I")], { finish: { ...finish("error"), raw: "error" } }),
      ["bad model-error finish"],
      [says42],
    ],
  ],
  "reply/finish-known": [
    ["no finish reason", reply([text("42")], { finish: null }), ["bad finish-missing"]],
    ["an unknown word", reply([text("42")], { finish: finish("other") }), ["note finish-unknown"]],
    ["a known word", reply([text("42")]), []],
  ],
  "tools/call-as-text": [
    ["Kimi's markers", reply([text(kimi())]), ["bad tool-call-as-text kimi"], [callsWeather]],
    [
      "a function tag inside an open thought",
      reply([text(" <think> so\n<function=get_weather>\n<parameter=location>SF</parameter>\n</function>")]),
      ["bad tool-call-as-text function-tag", "note think-tag-in-text unclosed"],
      [usesWeather],
    ],
    ["an invoke tag", reply([text('<invoke name="get_weather">')]), ["bad tool-call-as-text invoke-tag"]],
    ["MiniMax's closing tag", reply([text("ok</minimax:tool_call>")]), ["bad tool-call-as-text minimax"]],
    [
      "harmony's channel",
      reply([text("<|channel|>commentary to=functions.get_weather")]),
      ["bad tool-call-as-text harmony"],
    ],
    [
      "Llama's python tag",
      reply([text('<|python_tag|>{"name":"get_weather","parameters":{}}')]),
      ["bad tool-call-as-text python-tag"],
    ],
    [
      "JSON before a section end",
      reply([text('{"name":"get_weather","arguments":{}}<|tool_calls_section_end|>')]),
      ["bad tool-call-as-text kimi"],
    ],
    [
      "bare JSON of a declared tool",
      reply([text('{"name": "get_weather", "parameters": {"location": "SF"}}')]),
      ["bad tool-call-as-text bare-json"],
      [callsWeather],
    ],
    [
      "fenced JSON of a declared tool",
      reply([text('```json\n{"type":"function","function":{"name":"get_weather","arguments":"{}"}}\n```')]),
      ["bad tool-call-as-text bare-json"],
    ],
    ["JSON that names no declared tool", reply([text('{"name": "Ada", "parameters": {"age": 42}}')]), [], [says42]],
    [
      "JSON that is a call of an undeclared tool, and nothing else",
      reply([text('{"type": "function", "name": "get_joke", "parameters": {"about": "cats"}}')]),
      ["bad tool-call-as-text bare-json"],
    ],
    [
      "such a call in an answer",
      reply([text('42. A call looks so: {"type": "function", "name": "get_joke", "parameters": {"about": "cats"}}')]),
      [],
      [says42],
    ],
    [
      "a definition of the tool",
      reply([text('42 {"name": "get_weather", "parameters": {"properties": {"location": {"type": "string"}}}}')]),
      [],
      [says42],
    ],
    [
      "a call in code, and nothing else",
      reply([text('get_weather(location="San Francisco")')]),
      ["bad tool-call-as-text pythonic"],
      [callsWeather],
    ],
    [
      "the arguments beside the name",
      reply([text('{"function": "get_weather", "location": "San Francisco"}')]),
      ["bad tool-call-as-text bare-json"],
      [callsWeather],
    ],
    [
      "Nova's tags, which the service calls malformed",
      reply([text("<__function=get_weather></__function>")], { finish: finish("error") }),
      ["bad malformed-function-call malformed_tool_use"],
    ],
    [
      "a call after its result",
      afterResult(reply([text('<｜DSML｜invoke name="get_weather"></｜DSML｜invoke>')])),
      ["bad tool-call-as-text deepseek-dsml"],
      [usesWeather],
    ],
    ["an answer in JSON", reply([text('{"answer": 42}')]), [], [says42]],
    ["prose that names the tool", reply([text("42, without get_weather")]), [], [says42]],
    [
      "markers and an announced call",
      reply([text(kimi())], { finish: finish("tool-calls") }),
      ["bad tool-call-as-text kimi"],
    ],
  ],
  "tools/call-in-reasoning": [
    ["markers in lost reasoning", reply([reasoning(kimi())]), ["bad tool-call-in-reasoning kimi"], [callsWeather]],
    [
      "markers in reasoning beside text where a call was due",
      reply([reasoning(kimi()), text("Checking.")]),
      ["bad tool-call-in-reasoning kimi"],
      [callsWeather],
    ],
    [
      "bare JSON in lost reasoning",
      reply([reasoning('{"name":"get_weather","arguments":{"location":"SF"}}')]),
      ["bad tool-call-in-reasoning bare-json"],
    ],
    [
      "markers in reasoning beside a real call",
      reply([reasoning(kimi()), sanFrancisco]),
      ["note tool-call-in-reasoning kimi"],
      [callsWeather],
    ],
    [
      "bare JSON in reasoning beside a real call",
      reply([reasoning('{"name":"get_weather","arguments":{}}'), sanFrancisco]),
      [],
      [callsWeather],
    ],
  ],
  "tools/duplicate-call": [
    [
      "the call as text and as a call",
      reply([text('{"name":"get_weather","parameters":{"location":"San Francisco"}}'), sanFrancisco]),
      ["bad duplicate-call bare-json"],
      [callsWeather],
    ],
    [
      "another call as text",
      reply([text('{"name":"get_weather","parameters":{"location":"Paris"}}'), sanFrancisco]),
      ["bad tool-call-as-text bare-json"],
      [callsWeather],
    ],
    ["two different calls", reply([sanFrancisco, call('{"location":"Paris"}', "get_weather", "call_2")]), []],
  ],
  "tools/call-form": [
    [
      "arguments that wrap the call",
      reply([call('{"type":"function","name":"get_weather","parameters":{"location":"San Francisco"}}')]),
      ["bad unusual-tool-call wrapped"],
      [callsWeather],
    ],
    [
      "arguments as a JSON text",
      reply([call(JSON.stringify('{"location":"San Francisco"}'))]),
      ["bad unusual-tool-call stringified"],
      [callsWeather],
    ],
    [
      "a call as code",
      reply([text('I call get_weather(location="San Francisco").')]),
      ["bad unusual-tool-call code-text"],
      [callsWeather],
    ],
    [
      "a call as JSON of its own",
      reply([text('{"function": "get_weather", "place": "San Francisco"}')]),
      ["bad unusual-tool-call json-text"],
      [callsWeather],
    ],
    [
      "arguments told in prose",
      reply([text('I would use get_weather with {"location": "San Francisco"}')]),
      ["bad unusual-tool-call json-text"],
      [callsWeather],
    ],
    [
      "a call, and its arguments told",
      reply([text('get_weather needs {"location":"San Francisco"}'), sanFrancisco]),
      ["note unusual-tool-call told-as-well"],
      [callsWeather],
    ],
    ["code where no call was due", reply([text('Use get_weather(location="x") for 42')]), [], [says42]],
    [
      "prose that names the tool",
      reply([text("I cannot use get_weather (it is down).")]),
      ["bad missing-call"],
      [callsWeather],
    ],
  ],
  "tools/finish-agrees": [
    [
      "an announced call that is not there",
      reply([text("Checking.")], { finish: finish("tool-calls") }),
      ["bad tool-use-without-block"],
      [callsWeather],
    ],
    [
      "an announced call and nothing at all",
      reply([], { finish: finish("tool-calls"), usage: usage(0) }),
      ["bad tool-use-without-block"],
    ],
    [
      "a call with stop",
      reply([sanFrancisco], { finish: finish("stop") }),
      ["note stop-with-tool-calls"],
      [callsWeather],
    ],
    ["a call with tool-calls", reply([sanFrancisco]), [], [callsWeather]],
  ],
  "tools/name-known": [
    [
      "a name with a space",
      reply([call('{"location":"San Francisco"}', "functions get_weather")]),
      ["bad tool-name-unknown"],
      [callsWeather],
    ],
    ["a name in another case", reply([call("{}", "Get_Weather")]), ["bad tool-name-unknown"]],
    ["no name", reply([call("{}", "", "")]), ["bad phantom-call no-name"], [callsWeather]],
    [
      "a call beside a phantom",
      reply([sanFrancisco, call("{}", null, null)]),
      ["bad phantom-call no-name"],
      [callsWeather, noCalls],
    ],
    ["no tools declared", turn("s", reply([sanFrancisco]), { tools: [] }), ["bad tool-name-unknown no-tools-declared"]],
  ],
  "tools/id-present": [
    [
      "no id",
      reply([call('{"location":"San Francisco"}', "get_weather", null)]),
      ["bad call-id-missing"],
      [callsWeather],
    ],
    ["a blank id", reply([call('{"location":"San Francisco"}', "get_weather", "")]), ["bad call-id-missing blank"]],
  ],
  "tools/id-unique": [
    ["one id on two calls", reply([sanFrancisco, call('{"location":"Paris"}')]), ["bad call-id-duplicate"]],
    ["two ids that differ in case", reply([sanFrancisco, call('{"location":"Paris"}', "get_weather", "CALL_1")]), []],
  ],
  "tools/id-fresh": [
    [
      "an id of an earlier turn",
      afterResult(reply([call('{"location":"Paris"}', "get_weather", "call_0")])),
      ["note call-id-reused"],
    ],
    ["a new id", afterResult(reply([call('{"location":"Paris"}', "get_weather", "call_00")])), []],
  ],
  "tools/arguments-json": [
    ["arguments cut short", reply([call('{"location":"San')]), ["bad arguments-invalid-json"], [callsWeather]],
    ["an array", reply([call('["San Francisco"]')]), ["bad arguments-invalid-json not-an-object"], [callsWeather]],
    ["no arguments where one is required", reply([call(null)]), ["bad arguments-empty absent"], [callsWeather]],
    ["blank arguments where one is required", reply([call("")]), ["bad arguments-empty empty-text"], [callsWeather]],
    ["blank arguments where none is required", reply([call("", "get_time")]), ["note arguments-empty empty-text"]],
    ["an empty object where none is required", reply([call("{}", "get_time")]), []],
  ],
  "tools/arguments-schema": [
    [
      "an empty object where one is required",
      reply([call("{}")]),
      ["bad arguments-empty empty-object"],
      [callsWeather],
    ],
    [
      "another argument",
      reply([call('{"city":"San Francisco"}')]),
      ["bad arguments-mismatch required-missing"],
      [callsWeather],
    ],
    ["one argument more", reply([call('{"location":"San Francisco","unit":"F"}')]), [], [callsWeather]],
    [
      "an argument of another type",
      reply([call('{"location":["San Francisco"]}')]),
      ["bad arguments-mismatch wrong-type"],
    ],
  ],
  "text/think-tag": [
    ["a thought before the answer", reply([text("<think>6*7</think>42")]), ["note think-tag-in-text closed"], [says42]],
    [
      "an open thought that answers",
      reply([text(" <think> The temperature is 42°C.")]),
      ["note think-tag-in-text unclosed"],
      [says42],
    ],
    ["the end of a thought", reply([text("6*7</think>42")]), ["note think-tag-in-text unopened"], [says42]],
    [
      "an answer only inside the thought",
      reply([text("<think>42</think>I do not know.")]),
      ["note think-tag-in-text closed", "bad wrong-answer"],
      [says42],
    ],
    ["the word think", reply([text("I think it is 42")]), [], [says42]],
  ],
  "text/harmony-preamble": [
    ["channel words before the answer", reply([text("analysisWe add.assistantfinal42")]), ["note harmony-preamble"]],
    ["channel words alone", reply([text("analysisWe add.assistantfinal")]), ["bad harmony-preamble no-answer"]],
    ["an analysis", reply([text("analysis shows 42")]), [], [says42]],
  ],
  "usage/reported": [
    ["no usage", reply([text("42")], { usage: null }), ["note usage-missing"]],
    ["no output tokens", reply([text("42")], { usage: usage(null) }), ["note usage-missing"]],
    ["zero output tokens", reply([text("42")], { usage: usage(0) }), ["note usage-inconsistent none-for-content"]],
  ],
  "usage/adds-up": [
    ["a total that is the sum", reply([text("42")], counts({ totalTokens: 120 })), []],
    ["a total with cached tokens beside", reply([text("42")], counts({ totalTokens: 160, cacheReadTokens: 40 })), []],
    ["a total without cached tokens", reply([text("42")], counts({ totalTokens: 80, cacheReadTokens: 40 })), []],
    ["no total", reply([text("42")], counts({})), []],
    ["another total", reply([text("42")], counts({ totalTokens: 121 })), ["note usage-inconsistent total"]],
    [
      "reasoning counted beside the output",
      reply([text("42")], counts({ totalTokens: 220, reasoningTokens: 100 })),
      ["note usage-inconsistent reasoning-beside-output"],
    ],
    [
      "more reasoning than output",
      reply([text("42")], counts({ reasoningTokens: 21 })),
      ["note usage-inconsistent reasoning-above-output"],
    ],
    [
      "more cached than asked",
      reply([text("42")], counts({ cacheReadTokens: 101 })),
      ["note usage-inconsistent cached-above-input"],
    ],
    ["a negative count", reply([text("42")], counts({ inputTokens: -1 })), ["note usage-inconsistent no-count"]],
    ["half a token", reply([text("42")], counts({ outputTokens: 0.5 })), ["note usage-inconsistent no-count"]],
  ],
  "stream/incremental": [
    ["a long text in pieces", reply([text(long)], { textPieces: 2 }), []],
    ["a short text in one piece", reply([text("42")], { textPieces: 1 }), []],
    ["a long text in one piece", reply([text(long)], { textPieces: 1 }), ["note buffered"]],
    ["a long text that was no stream", reply([text(long)], { textPieces: 1 }), [], [], "converse"],
    ["pieces that nobody counted", reply([text(long)], { textPieces: null }), []],
  ],
  "stream/identity-stable": [
    ["one id", reply([text("42")]), []],
    ["two ids", noted("identity-changed", 'id "a", then "b"'), ["note identity-changed"]],
  ],
  "envelope/identity-present": [
    ["a model and an id", reply([text("42")], { id: "gen-1", model: "m" }), []],
    ["neither, as on Converse", reply([text("42")]), []],
    ["a model without an id", reply([text("42")], { model: "m" }), ["note identity-missing"]],
  ],
  "envelope/model-as-asked": [
    ["the asked model", servedBy("moonshotai/kimi-k2.5-0127"), []],
    ["no model, as on Converse", servedBy(null), []],
    ["another family", servedBy("deepseek/deepseek-v4-flash"), ["bad served-model-differs other-family"]],
    ["a deployment's name", servedBy("blue-deployment"), ["note served-model-differs undetermined"]],
  ],
  "envelope/request-id": [
    ["a request id", reply([text("42")]), []],
    ["none", reply([text("42")], { requestId: null }), ["note request-id-missing"]],
    [
      "none of a reply that nobody asked for",
      turn("s", reply([text("42")], { requestId: null }), { attempts: [] }),
      [],
    ],
  ],
  "tools/choice-honoured": [
    ["a required call", chosen({ kind: "required" }, [sanFrancisco]), []],
    ["no required call", chosen({ kind: "required" }, [text("Mild.")]), ["bad choice-ignored required"]],
    ["no call where none may be", chosen({ kind: "none" }, [text("Mild.")]), []],
    ["a forbidden call", chosen({ kind: "none" }, [sanFrancisco]), ["bad choice-ignored none"], [noCalls]],
    ["the named tool", chosen({ kind: "tool", name: "get_weather" }, [sanFrancisco]), []],
    [
      "another tool than the named one",
      chosen({ kind: "tool", name: "get_time" }, [sanFrancisco]),
      ["bad choice-ignored tool"],
    ],
    [
      "no tool where one was named",
      chosen({ kind: "tool", name: "get_time" }, [text("5")]),
      ["bad choice-ignored tool"],
    ],
    ["a free choice", chosen({ kind: "auto" }, [text("Mild.")]), []],
  ],
  "output/json": [
    ["an object", formatted('{"city":"Rome"}'), []],
    ["an object in white space", formatted('\n {"city":"Rome"}\n'), []],
    ["prose", formatted("Rome."), ["bad output-invalid not-json"]],
    ["an object in a fence", formatted('```json\n{"city":"Rome"}\n```'), ["bad output-invalid fenced"]],
    ["a list", formatted('["Rome"]'), ["bad output-invalid not-an-object"]],
    ["an object of another shape", formatted('{"town":"Rome"}'), ["bad output-invalid required-missing"]],
    ["a number for a text", formatted('{"city":7}'), ["bad output-invalid wrong-type"]],
    ["prose where any text may be", formatted("Rome.", { kind: "text" }), []],
    ["any object where any may be", formatted('{"town":1}', { kind: "json-object" }), []],
    ["a call, whose answer is to come", turn("s", reply([sanFrancisco]), cityFormat), []],
  ],
  "text/no-repetition": [
    ["a phrase three times", reply([text("I will check it. ".repeat(3))]), []],
    ["a phrase four times", reply([text("I will check it. ".repeat(4))]), ["note repeats-itself"]],
    ["a laugh", reply([text("ha ".repeat(40))]), []],
    ["a table's rule", reply([text("| --- | --- | --- | --- | --- | --- |")]), []],
    ["a long list of numbers", reply([text("1 2 3 4 5 6 7 8 9 10 11 12 13 14")]), []],
  ],
  "text/language": [
    ["an answer in the script of the question", reply([text("It is 65 degrees and sunny in San Francisco.")]), []],
    ["a name in another script", reply([text("Its name is 旧金山, but people say San Francisco of it.")]), []],
    [
      "an answer in another script",
      reply([text("В Сан-Франциско сейчас восемнадцать градусов и солнечно.")]),
      ["note language-drift cyrillic"],
    ],
    [
      "half of an answer in another script",
      reply([text("In San Francisco 今天天气晴朗，气温大约是华氏六十五度，没有下雨的可能。")]),
      ["note language-drift han"],
    ],
    ["a word in another script", reply([text("да")]), []],
  ],
  "stream/done": [
    [
      "no [DONE]",
      reply([text("42")], { notes: [{ id: "done-missing", message: "no [DONE]" }] }),
      ["note done-missing"],
    ],
    ["another note", reply([text("42")], { notes: [{ id: "comments", message: "x" }] }), []],
  ],
  "stream/nothing-after-finish": [
    ["nothing after the finish", reply([text("42")]), []],
    ["text after the finish", noted("event-after-finish"), ["bad event-after-finish"]],
  ],
  "stream/nothing-after-done": [
    ["nothing after [DONE]", reply([text("42")]), []],
    [
      "usage after [DONE], which is no content",
      noted("event-after-done"),
      ["note event-after-finish event-after-done"],
    ],
    ["text after [DONE]", noted("content-after-done"), ["bad event-after-finish content-after-done"]],
  ],
  "stream/no-error-after-done": [
    ["no error after [DONE]", reply([text("42")]), []],
    ["an error after [DONE]", noted("error-after-done"), ["bad midstream-error error-after-done"]],
  ],
  "stream/done-last": [
    ["[DONE] and a comment", reply([text("42")], { notes: [{ id: "comments", message: "x" }] }), []],
    ["a byte after [DONE]", noted("bytes-after-done"), ["note event-after-finish bytes-after-done"]],
  ],
  "stream/lines-read": [
    ["comments", reply([text("42")], { notes: [{ id: "comments", message: "x" }] }), []],
    ["a line of another field", noted("line-ignored"), ["note line-ignored"]],
    [
      "such a line in a reply that did not arrive whole",
      { ...broken("truncated"), notes: [{ id: "line-ignored", message: "x" }] },
      ["bad truncated before-content", "note line-ignored"],
    ],
  ],
  "stream/blocks-in-order": [
    ["blocks in order", reply([text("42")]), []],
    ["a block without its end", noted("block-end-missing"), ["note block-broken block-end-missing"]],
    ["a stream without its start", noted("message-start-missing"), ["note block-broken message-start-missing"]],
    [
      "a block that is not ended because its index came again: said once",
      reply([text("42")], {
        notes: [
          { id: "block-index-reused", message: "x" },
          { id: "block-end-missing", message: "x" },
        ],
      }),
      ["bad block-broken block-index-reused"],
    ],
  ],
  "stream/blocks-apart": [
    ["blocks apart", reply([text("42")]), []],
    ["a block whose kind changed", noted("block-kind-changed"), ["bad block-broken block-kind-changed"]],
    ["a block without an index", noted("block-index-missing"), ["bad block-broken block-index-missing"]],
    [
      "a block that ended again after the finish: said once",
      reply([text("42")], {
        notes: [
          { id: "event-after-finish", message: "x" },
          { id: "block-end-repeated", message: "x" },
        ],
      }),
      ["bad event-after-finish"],
    ],
  ],
  "stream/index-unique": [
    ["indexes of their own", reply([sanFrancisco]), []],
    ["an index used twice", noted("index-reused"), ["bad index-reused"]],
    ["the same on InvokeModel", noted("call-index-reused"), ["bad index-reused call-index-reused"]],
  ],
  "stream/index-present": [
    ["an index on every call", reply([sanFrancisco]), []],
    ["no index", noted("index-missing"), ["note index-missing"]],
  ],
  "stream/index-number": [
    ["no index, which is another oddity", noted("index-missing"), ["note index-missing"]],
    ["an index as text", noted("index-not-number"), ["note index-not-number"]],
    ["a number", reply([sanFrancisco]), []],
  ],
  "stream/call-id-stable": [
    ["an id that stays", reply([sanFrancisco]), []],
    ["an id that changes", noted("call-id-changed"), ["note call-id-changed"]],
  ],
  "stream/call-name-whole": [
    ["a whole name", reply([sanFrancisco]), []],
    ["a name in pieces", noted("tool-name-split"), ["note call-name-changed tool-name-split"]],
  ],
  "stream/arguments-once": [
    ["arguments in pieces", reply([sanFrancisco]), []],
    ["all arguments so far in every piece", noted("arguments-repeated"), ["bad arguments-repeated"]],
  ],
  "stream/finish-once": [
    ["one finish", reply([text("42")]), []],
    ["the same word twice", noted("finish-repeated", "finish_reason came in 2 chunks: stop, stop"), []],
    ["two words", noted("finish-repeated", "finish_reason came in 2 chunks: stop, length"), ["note finish-repeated"]],
    [
      "a second messageStop",
      noted("finish-repeated", "a second messageStop says max_tokens; the first counts"),
      ["note finish-repeated"],
    ],
  ],
  "stream/events-known": [
    ["events that are known", reply([text("42")]), []],
    ["one that is not", noted("unknown-event"), ["note unknown-event"]],
  ],
  "stream/metadata-once": [
    ["metadata once", reply([text("42")]), []],
    ["twice", noted("metadata-repeated"), ["note metadata-repeated"]],
  ],
  "envelope/form-as-asked": [
    ["a stream for a stream", reply([text("42")]), []],
    ["one body for a stream", noted("other-shape"), ["note other-shape"]],
  ],
  "envelope/utf-8": [
    ["a replacement character that was sent", reply([text("\ufffd42")]), []],
    ["bytes that are not UTF-8", noted("not-utf8"), ["note not-utf8"]],
  ],
  "envelope/message-present": [
    ["a choice with a message", reply([text("42")], {}), [], [], "chat-completions"],
    [
      "a choice without one, and so nothing to see",
      reply([], { notes: [{ id: "message-missing", message: "x" }], usage: usage(0) }),
      ["bad message-missing"],
      [],
      "chat-completions",
    ],
  ],
  "envelope/at-the-top": [
    ["a completion as the body", reply([text("42")]), []],
    ["a completion inside another member", noted("nested-reply"), ["note nested-reply"]],
  ],
  "envelope/one-choice": [
    ["one choice", reply([text("42")]), []],
    ["another that is fine", noted("choices-ignored", "choice 1 also came"), ["note other-choices"]],
    [
      "another that is blank",
      noted("choices-ignored", "choice 1 also came; choice 1 is blank"),
      ["note other-choices blank"],
    ],
    [
      "another that is cut",
      noted("extra-choices", "choice 1 also came; choice 1 is cut by the token limit"),
      ["note other-choices cut"],
    ],
  ],
  "envelope/choices-as-asked": [
    ["none asked for", reply([text("42")]), []],
    ["one where two were asked for", asked2(reply([text("42")])), ["bad choices-missing"]],
    ["two where two were asked for", asked2(noted("choices-ignored", "choice 1 also came; only the first")), []],
    [
      "two of which one is blank",
      asked2(noted("choices-ignored", "choice 1 also came; choice 1 is blank")),
      ["note other-choices blank"],
    ],
    [
      "three where four were asked for",
      asked2(noted("choices-ignored", "2 more choices came"), 4),
      ["bad choices-missing"],
    ],
    [
      "one where the API has no place for their number",
      asked2(reply([text("42")], { warnings: [{ id: "dropped", field: "choices", message: "x" }] })),
      [],
    ],
  ],
  "reply/reasoning-signed": [
    ["reasoning that no decoder misses a signature of", reply([reasoning("hm"), text("42")]), []],
    ["reasoning without its signature", noted("signature-missing"), ["bad signature-missing"]],
  ],
  "envelope/logprobs-as-asked": [
    ["none asked for", reply([text("42")]), []],
    ["some that were not asked for", scored({ tokens: 1, text: "4" }), []],
    ["as asked", askedScores(scored()), []],
    ["none where they were asked for", askedScores(reply([text("42")])), ["bad logprobs-missing none"]],
    ["none to a call", askedScores(reply([sanFrancisco])), []],
    ["none to a blank text", askedScores(reply([text(" \n"), sanFrancisco])), []],
    ["none in answer to 0 alternatives", askedScores(reply([text("42")]), 0), ["bad logprobs-missing none"]],
    [
      "none where a recorded request has them in its own form",
      turn("s", reply([text("42")]), asking({ extra: { logprobs: true, top_logprobs: 0 } })),
      ["bad logprobs-missing none"],
    ],
    [
      "switched off in the request's own form",
      turn("s", reply([text("42")]), asking({ extra: { logprobs: false } })),
      [],
    ],
    [
      "none where the API has no place for them",
      askedScores(reply([text("42")], { warnings: [{ id: "dropped", field: "logprobs", message: "x" }] })),
      [],
    ],
    ["a token too few", askedScores(scored({ tokens: 1, text: "It is" })), ["bad logprobs-missing text"]],
    [
      "an empty list",
      askedScores(scored({ tokens: 0, text: "", fewestAlternatives: null, mostAlternatives: null })),
      ["bad logprobs-missing text"],
    ],
    ["blanks around the text", askedScores(scored({ text: " It is 42.\n" })), []],
    ["half of a character that the limit cut", askedScores(scored({ text: "It is 42.\uFFFD" })), []],
    [
      "a mark after the text",
      askedScores(scored({ text: "It is 42.<|im_end|>" })),
      ["note logprobs-invalid beyond-text"],
    ],
    [
      "the tokens of a template whose reasoning is in tags in the text",
      askedScores(
        scored({ text: "<|channel|>analysis hm<|channel|>final 42<|return|>" }, "<reasoning>hm</reasoning>42"),
      ),
      ["note think-tag-in-text closed", "note logprobs-invalid beyond-text"],
    ],
    [
      "no alternatives",
      askedScores(scored({ fewestAlternatives: 0, mostAlternatives: 0 })),
      ["bad logprobs-missing alternatives"],
    ],
    [
      "fewer alternatives at a token",
      askedScores(scored({ fewestAlternatives: 1 })),
      ["note logprobs-missing alternatives"],
    ],
    ["more alternatives than asked for", askedScores(scored({ mostAlternatives: 3 })), []],
    [
      "lists beside each other",
      askedScores(
        scored({
          tokens: 0,
          text: "",
          fewestAlternatives: null,
          mostAlternatives: null,
          oddities: [{ kind: "other-form", seen: "{}" }],
        }),
      ),
      ["bad logprobs-missing other-form"],
    ],
    [
      "an entry without a token",
      askedScores(scored({ text: "It", oddities: [{ kind: "no-token", seen: "{}" }] })),
      ["bad logprobs-invalid no-token"],
    ],
    [
      "an entry without a value",
      askedScores(scored({ oddities: [{ kind: "no-number", seen: "{}" }] })),
      ["bad logprobs-invalid no-number"],
    ],
    [
      "a probability of more than 1",
      askedScores(scored({ oddities: [{ kind: "above-zero", seen: "{}" }] })),
      ["bad logprobs-invalid above-zero"],
    ],
    [
      "none in a reply that was cut",
      askedScores(reply([text("4")], { completeness: "truncated" })),
      ["bad truncated inside-content"],
    ],
  ],
  "envelope/usage-form": [
    ["counts in their members", reply([text("42")]), []],
    ["counts under other names", noted("usage-form"), ["note usage-form"]],
  ],
  "tools/arguments-text": [
    ["arguments as text", reply([sanFrancisco]), []],
    ["arguments as an object", noted("arguments-not-text"), ["bad arguments-not-text"]],
  ],
  "tools/no-legacy-call": [
    ["a call where calls belong", reply([sanFrancisco]), []],
    ["a legacy call", noted("function-call"), ["bad legacy-call function-call"]],
  ],
  "stream/call-whole": [
    ["a whole call", reply([sanFrancisco]), []],
    [
      "two calls, the second cut",
      reply([sanFrancisco, call('{"loc', "get_weather", "call_2")]),
      ["bad arguments-invalid-json"],
    ],
    [
      "one call in two pieces",
      reply([call('{"location":', "get_weather"), call('"San Francisco"}', null, null)]),
      ["bad index-split"],
    ],
  ],
  "stream/metadata": [
    [
      "no metadata",
      reply([text("42")], { notes: [{ id: "metadata-missing", message: "no metadata" }] }),
      ["note metadata-missing"],
    ],
  ],
  "client/agrees": [
    ["another reading", otherwise(["text: 42 / 43"]), ["bad client sdk"]],
    ["the same reading", otherwise([]), []],
  ],
  "probe/refused": [
    ["a refusal", failed("invalid-request", { message: "Bad temperature" }), [], [mustBeRefused]],
    ["an answer", reply([text("42")]), ["bad probe-accepted"], [mustBeRefused]],
    ["an empty answer, which no other check judges", reply([]), ["bad probe-accepted"], [mustBeRefused]],
    ["an answer that is cut", broken("truncated", { raw: null }, [text("4")]), ["bad probe-accepted"], [mustBeRefused]],
    ["throttling", failed("throttled", { status: 429 }), [], [mustBeRefused]],
    ["an outage", failed("unavailable", { status: 503 }), [], [mustBeRefused]],
    ["an account without access", failed("model-access", { status: 403 }), [], [mustBeRefused]],
    [
      "a refusal of the account that names the member all the same",
      failed("api-unsupported", { status: 404, message: "no endpoint takes this temperature" }),
      ["note probe-status other-status"],
      [mustBeRefused],
    ],
  ],
  "probe/status": [
    ["a status of the list", failed("output-limit", { status: 413, message: "temperature" }), [], [mustBeRefused]],
    [
      "another status",
      failed("invalid-request", { status: 422, message: "temperature" }),
      ["note probe-status other-status"],
      [mustBeRefused],
    ],
    [
      "a broken service",
      failed("unavailable", { status: 500, message: "temperature" }),
      ["bad probe-status server-error"],
      [mustBeRefused],
    ],
    [
      "an error inside a 200",
      failed("invalid-request", { phase: "body", status: 200, message: "temperature" }),
      ["bad probe-status inside-200"],
      [mustBeRefused],
    ],
  ],
  "probe/shape": [
    [
      "OpenAI's error object",
      failed("invalid-request", { raw: '{"error":{"message":"temperature","type":"invalid_request_error"}}' }),
      [],
      [{ ...mustBeRefused, types: ["invalid_request_error"] }],
    ],
    [
      "the type in a header",
      failed("invalid-request", { raw: '{"message":"temperature"}', code: "ValidationException" }),
      [],
      [{ ...mustBeRefused, types: ["ValidationException"] }],
    ],
    [
      "another type",
      failed("invalid-request", { raw: '{"error":{"message":"temperature","type":"server_error"}}' }),
      ["note probe-shape type"],
      [{ ...mustBeRefused, types: ["invalid_request_error"] }],
    ],
    [
      "an object without words",
      failed("invalid-request", { message: "temperature", raw: '{"error":{"code":400}}' }),
      ["note probe-shape no-message"],
      [mustBeRefused],
    ],
    [
      "a page",
      failed("invalid-request", { message: "temperature", raw: "<html></html>" }),
      ["note probe-shape no-object"],
      [mustBeRefused],
    ],
  ],
  "probe/names": [
    ["the member in the words", failed("invalid-request", { message: "Invalid 'Temperature'" }), [], [mustBeRefused]],
    [
      "the member in the upstream's words",
      failed("invalid-request", {
        message: "Provider returned error",
        raw: '{"error":{"message":"Provider returned error","metadata":{"raw":"{\\"detail\\":\\"temperature: too high\\"}"}}}',
      }),
      [],
      [mustBeRefused],
    ],
    [
      "the member as a key of the body, and not in its words",
      failed("invalid-request", { message: "Bad request", raw: '{"error":{"message":"Bad request","temperature":9}}' }),
      ["note probe-unnamed"],
      [mustBeRefused],
    ],
    ["no words that it must have", failed("invalid-request"), [], [{ ...mustBeRefused, names: [] }]],
  ],
  "probe/not-billed": [
    [
      "counts of nothing",
      failed("invalid-request", { raw: '{"error":{"message":"temperature"},"usage":{"total_tokens":0,"cost":0}}' }),
      [],
      [mustBeRefused],
    ],
    ["counted tokens", failed("invalid-request", { raw: billedRefusal }), ["bad probe-billed"], [mustBeRefused]],
  ],
  "expect/says": [
    ["the answer", reply([text("It is **42**.")]), [], [says42]],
    ["another number", reply([text("It is 142.")]), ["bad wrong-answer"], [says42]],
    ["a call instead of an answer", reply([sanFrancisco]), ["bad wrong-answer"], [says42]],
    ["a call where none was expected", reply([sanFrancisco]), ["bad unexpected-call"], [noCalls, says42]],
  ],
  "expect/uses-result": [
    ["the result used", afterResult(reply([text(good)])), [], [usesWeather, noCalls]],
    ["the result used, and the tool named", afterResult(reply([text(`get_weather says: ${good}`)])), [], [usesWeather]],
    [
      "the call described",
      afterResult(reply([text('The function get_weather would be called with {"location": "San Francisco"}.')])),
      ["bad describes-call"],
      [usesWeather],
    ],
    [
      "the call described without its underscore",
      afterResult(reply([text("I called the get weather function for you.")])),
      ["bad describes-call"],
      [usesWeather],
    ],
    [
      "an argument spelled",
      afterResult(reply([text("location: San Francisco")])),
      ["bad describes-call"],
      [usesWeather],
    ],
    [
      "the result ignored",
      afterResult(reply([text("I have no access to weather data.")])),
      ["bad result-ignored"],
      [usesWeather],
    ],
    [
      "the city named and nothing else",
      afterResult(reply([text("San Francisco is a lovely place.")])),
      ["bad result-ignored"],
      [usesWeather],
    ],
    ["half the result", afterResult(reply([text("It is sunny.")])), ["bad result-ignored in-part"], [usesWeather]],
    [
      "a number that only looks like it",
      afterResult(reply([text("It is 165 and sunny.")])),
      ["bad result-ignored in-part"],
      [usesWeather],
    ],
    [
      "the same call again",
      afterResult(reply([call('{ "location": "San Francisco" }')])),
      ["bad repeats-call"],
      [usesWeather, noCalls],
    ],
    [
      "another call",
      afterResult(reply([call('{"location":"Paris"}')])),
      ["bad unexpected-call instead-of-answer"],
      [usesWeather, noCalls],
    ],
    [
      "a promise",
      afterResult(reply([text("Let me look that up for you now.")])),
      ["bad promise-no-action"],
      [usesWeather],
    ],
    ["a promise kept", afterResult(reply([text(`Let me check. ${good}`)])), [], [usesWeather]],
    ["an offer", afterResult(reply([text("Let me know if you need more.")])), ["bad result-ignored"], [usesWeather]],
  ],
  "expect/calls": [
    ["the call", reply([sanFrancisco]), [], [callsWeather]],
    ["text and the call", reply([text("Let me check the weather."), sanFrancisco]), [], [callsWeather]],
    ["prose instead", reply([text("It is probably mild.")]), ["bad missing-call"], [callsWeather]],
    ["a promise instead", reply([text("I’ll check the weather for you.")]), ["bad promise-no-action"], [callsWeather]],
    ["another place", reply([call('{"location":"Paris"}')]), ["bad arguments-mismatch"], [callsWeather]],
    [
      "an object for a text",
      reply([call('{"location":{"value":"San Francisco"}}')]),
      ["bad arguments-mismatch wrong-type"],
      [callsWeather],
    ],
    ["another tool", reply([call("{}", "get_time")]), ["bad unexpected-call instead-of-expected"], [callsWeather]],
    [
      "one call too many",
      reply([sanFrancisco, call("{}", "get_time", "call_2")]),
      ["bad unexpected-call"],
      [callsWeather],
    ],
    [
      "one call too few",
      reply([sanFrancisco]),
      ["bad missing-call"],
      [callsWeather, { kind: "calls", calls: [{ tool: "get_time", arguments: {} }] }],
    ],
    [
      "the calls in another order",
      reply([call("{}", "get_time", "call_2"), sanFrancisco]),
      [],
      [callsWeather, { kind: "calls", calls: [{ tool: "get_time", arguments: {} }] }],
    ],
  ],
  "expect/no-calls": [
    ["text", reply([text("42")]), [], [noCalls]],
    ["text and a call", reply([text("42"), sanFrancisco]), ["bad unexpected-call"], [noCalls]],
  ],
  "expect/finish": [
    ["the finish", reply([text("42")]), [], [{ kind: "finish", anyOf: ["stop"] }]],
    [
      "another finish",
      reply([text("42")], { finish: finish("length") }),
      ["bad unexpected-finish length", "note cut-by-max-tokens"],
      [{ kind: "finish", anyOf: ["stop"] }],
    ],
    [
      "another finish for a missing call",
      reply([text("Mild.")]),
      ["bad missing-call"],
      [callsWeather, { kind: "finish", anyOf: ["tool-calls"] }],
    ],
  ],
};

describe.each(Object.entries(rows))("%s", (_check, of) => {
  const cases = of.map(([title, answer, expected, asked = [], api = "converse-stream" as const]) => ({
    title,
    answer,
    expected,
    asked,
    api,
  }));
  test.each(cases)("$title", ({ answer, expected, asked, api }) => {
    const found = judge(answer, asked, api).flatMap(({ finding }) => (finding === null ? [] : [finding]));
    const words = found.map(({ id, cause, severity }) =>
      [severity, id, cause].filter((word) => word !== null).join(" "),
    );
    expect(words.sort()).toEqual([...expected].sort());
  });
});

/** Checks of a prompt that comes again, and of several users at once: the tests beside them in src/verdict/checks. */
const ofTwoTurns: readonly string[] = [
  ...["cache/counted-alike", "cache/marker-honoured", "in-flight/own-reply", "in-flight/own-ids"],
];

test("every check is in the table, with a reply that it fails and one that it passes", () => {
  const outcomes = new Map<string, Set<string>>();
  for (const [, answer, , asked = [], api = "converse-stream"] of Object.values(rows).flat()) {
    for (const { check, outcome } of judge(answer, asked, api)) {
      outcomes.set(check, (outcomes.get(check) ?? new Set()).add(outcome));
    }
  }
  const ofOneTurn = checks.filter(({ id }) => !ofTwoTurns.includes(id));
  expect(Object.keys(rows).sort()).toEqual(ofOneTurn.map(({ id }) => id).sort());
  for (const { id } of ofOneTurn)
    expect([id, ...(outcomes.get(id) ?? [])]).toEqual(expect.arrayContaining([id, "pass", "fail"]));
});

test("a check of a should or a may raises notes only, and every rule has a source and a date", () => {
  const rules = new Map(checks.map(({ id, rule }) => [id, rule]));
  for (const { rule } of checks) {
    expect(rule.source).toMatch(/\S/);
    expect(rule.date).toMatch(/^\d{4}-\d{2}-\d{2}$/);
  }
  const found = Object.values(rows)
    .flat()
    .flatMap(([, answer, , asked = [], api = "converse-stream"]) => judge(answer, asked, api));
  const tooStrong = found.filter(
    ({ check, finding }) => finding?.severity === "bad" && rules.get(check)?.severity !== "must",
  );
  expect(tooStrong).toEqual([]);
});

test("a deadline is printed in the finding of a stall", () => {
  const stalled = broken("timeout", {
    raw: null,
    code: "idle-timeout",
    message: "no bytes for 30 s (deadline 30000 ms)",
  });
  expect(judge(stalled, [], "converse-stream")[0]?.finding?.seen).toContain("deadline 30000 ms");
});

function judge(answer: Reply | Turn, expect: readonly Expectation[], api: Api) {
  const one = "step" in answer ? answer : turn("s", answer);
  return judgeTurn(judgedTurnOf(one, transcript([one], { api }), scenario([step("s", expect)])));
}

/** The request of a turn, with these settings. */
function asking(change: Partial<ChatRequest>): Pick<Turn, "request"> {
  return { request: { ...turn("s", reply([])).request, ...change } };
}

function chosen(toolChoice: ToolChoice, parts: readonly AssistantPart[]): Turn {
  return turn("s", reply(parts), asking({ toolChoice }));
}

function formatted(said: string, responseFormat?: ResponseFormat): Turn {
  return turn("s", reply([text(said)]), responseFormat === undefined ? cityFormat : asking({ responseFormat }));
}

function counts(change: Partial<Usage>): Partial<Reply> {
  return { usage: { ...usage(20), ...change } };
}

function kimi(): string {
  return '<|tool_calls_section_begin|><|tool_call_begin|>functions.get_weather:0<|tool_call_argument_begin|>{"location":"SF"}<|tool_call_end|><|tool_calls_section_end|>';
}

function redacted() {
  return { kind: "reasoning", text: null, signature: null, redacted: "b64", details: null, field: null } as const;
}

function otherwise(differences: readonly string[]): Turn {
  const reading = {
    completeness: "complete",
    finish: null,
    text: "",
    reasoning: null,
    toolCalls: [],
    outputTokens: null,
    inputTokens: null,
  } as const;
  return turn("s", reply([text("42")]), { otherReading: { client: "sdk", reading, differences } });
}
