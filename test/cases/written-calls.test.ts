import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { AssistantPart, Message } from "../../src/chat/message.js";
import type { ChatRequest, Tool } from "../../src/chat/request.js";
import type { Expectation } from "../../src/scenario/expectation.js";
import { judgeTurn } from "../../src/verdict/judge-turn.js";
import { observedResults } from "../../src/verdict/matrix/results-schema.js";
import { callsIn } from "../../src/verdict/serialised-call/calls-in.js";
import { judged } from "../samples/run-check.js";
import { afterTool, reasoning, reply, text, turn } from "../samples/transcripts.js";
import { runCommand } from "../support/command.js";
import { root } from "../support/repository.js";

/** After public reports; the words are our own. Each file is a recording of one reply, `recording-14` of four. */
test.each([
  ["b-dsml.har", ["tool-call-as-text deepseek-dsml"]],
  ["b2-dsml-tool_calls.har", ["tool-call-as-text deepseek-dsml"]],
  ["f-kimi-k3-leak.har", ["tool-call-as-text kimi-k3", "served-model-differs other-version"]],
  ["n-deepseek-v31-sep-only.har", ["tool-call-as-text deepseek"]],
  ["n-functiongemma.har", ["tool-call-as-text function-gemma"]],
  ["n-gemma-tool_code.har", ["tool-call-as-text gemma-tool-code"]],
  ["n-gemma4.har", ["tool-call-as-text gemma"]],
  ["n-glm-tag-stripped.har", ["tool-call-as-text glm"]],
  ["n-kimi-markers-stripped.har", ["tool-call-as-text kimi"]],
  ["n-kimi-stripped-spaced.har", ["tool-call-as-text kimi"]],
  ["n-mistral-args-only.har", ["tool-call-as-text mistral"]],
  ["recording-03.yaml", ["tool-call-as-text bare-json"]],
  ["recording-04.yaml", []],
  [
    "recording-14.yaml",
    ["pythonic", "kimi", "bare-json", "deepseek-dsml"].map((dialect) => `tool-call-as-text ${dialect}`),
  ],
  ["x-gptoss-flat.har", ["tool-call-as-text bare-json"]],
  ["x-kimi-json-in-markers.har", ["tool-call-as-text kimi"]],
  ["x-kimi-singular.har", ["tool-call-as-text kimi"]],
])("%s", async (file, found) => {
  const cwd = join(root, "test/cases/inputs/written-calls");
  const { stdout } = await runCommand(["judge", "--json", file], { cwd });
  const { exchanges } = observedResults().parse(JSON.parse(stdout));
  expect(exchanges.flatMap(({ findings }) => findings.map(({ id, cause }) => `${id} ${cause}`))).toEqual(found);
});

const tide: Tool = {
  name: "get_tide",
  description: "The tide at a harbour",
  parameters: {
    type: "object",
    properties: { harbour: { type: "string" }, days: { type: "integer" } },
    required: ["harbour"],
  },
  strict: null,
};
const time: Tool = {
  name: "get_time",
  description: null,
  parameters: { type: "object", properties: {} },
  strict: null,
};
const whitby = { harbour: "Whitby" };

describe("a call in the text, with its dialect, name and arguments", () => {
  test.each<[dialect: string, words: string, given?: object | null]>([
    // DeepSeek
    [
      "deepseek-dsml",
      '<|DSML|function_calls><|DSML|invoke name="get_tide"><|DSML|parameter name="harbour" string="true">Whitby</|DSML|parameter></|DSML|invoke></|DSML|function_calls>',
    ],
    [
      "deepseek-dsml",
      '<｜DSML｜invoke name="get_tide"><｜DSML｜parameter name="harbour" string="true">Whitby</｜DSML｜parameter><｜DSML｜parameter name="days" string="false">2</｜DSML｜parameter></｜DSML｜invoke>',
      { harbour: "Whitby", days: 2 },
    ],
    [
      "deepseek-dsml",
      '< | DSML | tool_calls>\n< | DSML | invoke name="get_tide">\n< | DSML | parameter name="harbour" string="true">Whitby</ | DSML | parameter>\n</ | DSML | invoke>',
    ],
    [
      "deepseek-dsml",
      '<‖DSML‖invoke name="get_tide"><‖DSML‖parameter name="harbour" string="true">Whitby</‖DSML‖parameter></‖DSML‖invoke>',
    ],
    ["deepseek-dsml", '<｜DSML｜invoke name="get_tide">{"harbour":"Whitby"}</｜DSML｜invoke>'],
    ["deepseek", '<｜tool▁call▁begin｜>get_tide<｜tool▁sep｜>{"harbour":"Whitby"}<｜tool▁call▁end｜>'],
    [
      "deepseek",
      '<|tool_calls_begin|><|tool_call_begin|>function<|tool_sep|>get_tide\n```json\n{"harbour":"Whitby"}\n```<|tool_call_end|>',
    ],
    ["deepseek", 'function<｜tool▁sep｜>get_tide\n```json\n{"harbour":"Whitby"}\n```'],
    // Kimi
    [
      "kimi",
      '<|tool_call_begin|> functions.get_tide:0 <|tool_call_argument_begin|> {"harbour": "Whitby"} <|tool_call_end|>',
    ],
    ["kimi", '< | tool_call_begin | >functions.get_tide:0< | tool_call_argument_begin | >{"harbour":"Whitby"}'],
    ["kimi", 'functions.get_tide:0<|tool_call_argument_begin|>{"harbour":"Whitby"}<|tool_call_end|>'],
    ["kimi", '<|tool_call_begin|>get_tide<|tool_call_argument_begin|>{"harbour":"Whitby"}<|tool_call_end|>'],
    ["kimi", 'Let me look. functions.get_tide:0 {"harbour":"Whitby"}'],
    [
      "kimi-k3",
      '<|open|>call tool="get_tide" index="0"<|sep|><|open|>argument key="harbour" type="string"<|sep|>Whitby<|close|>argument<|sep|><|open|>argument key="days" type="number"<|sep|>2<|close|>argument<|sep|><|close|>call<|sep|>',
      { harbour: "Whitby", days: 2 },
    ],
    ["kimi-k3", 'toolscall tool="get_tide" index="0"argument key="harbour" type="string"Whitbyargumentcalltools'],
    // gpt-oss
    ["harmony", 'assistantcommentary to=functions.get_tide json{"harbour":"Whitby"}'],
    ["harmony", 'commentary to=functions.get_tide code {"harbour":"Whitby"}'],
    ["harmony", 'to=functions.get_tide code{"harbour":"Whitby"}'],
    [
      "harmony",
      '<|start|>assistant to=functions.get_tide<|channel|>commentary json<|message|>{"harbour":"Whitby"}<|call|>',
    ],
    [
      "harmony",
      'analysisWe need the tide.assistantcommentary to=functions.get_tide <|constrain|>json<|message|>{"harbour":"Whitby"}',
    ],
    // Google
    ["gemma", 'call:get_tide{harbour:<|"|>Whitby<|"|>}<tool_call|>'],
    ["gemma", '<|tool_call>call:get_tide{harbour:"Whitby",days:2}<tool_call|>', { harbour: "Whitby", days: 2 }],
    [
      "function-gemma",
      "<start_function_call>call:get_tide{harbour:<escape>Whitby<escape>,days:2}<end_function_call>",
      { harbour: "Whitby", days: 2 },
    ],
    ["gemma-tool-code", "```tool_code\nprint(get_tide(harbour='Whitby'))\n```"],
    [
      "gemma-tool-code",
      'I will look.\n```tool_code\nprint(default_api.get_tide(harbour="Whitby", days=2))\n```',
      { harbour: "Whitby", days: 2 },
    ],
    ["gemma-tool-code", "tool_code\nget_tide(harbour='Whitby')"],
    // GLM, Mistral, Llama, Qwen
    ["glm", "<tool_call>get_tide<arg_key>harbour</arg_key><arg_value>Whitby</arg_value></tool_call>"],
    [
      "glm",
      "<tool_call>get_tide\n<arg_key>harbour</arg_key>\n<arg_value>Whitby</arg_value>\n<arg_key>days</arg_key>\n<arg_value>2</arg_value>\n</tool_call>",
      { harbour: "Whitby", days: 2 },
    ],
    ["glm", "Let me look. get_tide\n<arg_key>harbour</arg_key>\n<arg_value>Whitby</arg_value>"],
    ["mistral", '[TOOL_CALLS][{"name":"get_tide","arguments":{"harbour":"Whitby"}}]'],
    ["mistral", '[TOOL_CALLS] [{"name": "get_tide", "arguments": {"harbour": "Whitby"}, "id": "abcdefghi"}]'],
    ["mistral", '[TOOL_CALLS]get_tide[CALL_ID]abcdefghi[ARGS]{"harbour":"Whitby"}'],
    ["mistral", '[TOOL_CALLS]get_tide{"harbour":"Whitby"}'],
    ["python-tag", '<|python_tag|>{"type":"function","name":"get_tide","parameters":{"harbour":"Whitby"}}'],
    ["python-tag", '<|python_tag|>get_tide(harbour="Whitby")'],
    ["python-tag", '<|python_start|>[get_tide(harbour="Whitby")]<|python_end|>'],
    ["pythonic", "[get_tide(harbour='Whitby')]"],
    ["pythonic", 'get_tide(harbour="Whitby")'],
    ["pythonic", '```python\nget_tide(harbour="Whitby")\n```'],
    ["function-tag", '<function=get_tide>{"harbour":"Whitby"}</function>'],
    ["function-tag", "< function = get_tide >\n< parameter = harbour >\nWhitby\n</ parameter >\n</ function >"],
    ["hermes", '<tool_call>{"name":"get_tide","arguments":{"harbour":"Whitby"}}</tool_call>'],
    ["hermes", '< tool_call >\n{"name": "get_tide", "arguments": {"harbour": "Whitby"}}\n< /tool_call >'],
    ["hermes", '{"name": "get_tide", "arguments": {"harbour": "Whitby"}}\n</tool_call>'],
    ["hermes", "<tool_call>\n{'name': 'get_tide', 'arguments': {'harbour': 'Whitby'}}\n</tool_call>"],
    // others
    ["hunyuan", '<tool_calls>\n[{"name":"get_tide","arguments":{"harbour":"Whitby"}}]\n</tool_calls>'],
    ["minimax", '<tool_calls>\n{"name":"get_tide","arguments":{"harbour":"Whitby"}}\n</tool_calls>'],
    [
      "minimax",
      ']<]minimax[>[<tool_call>]<]minimax[>[<invoke name="get_tide">]<]minimax[>[<harbour>Whitby]<]minimax[>[</harbour>]<]minimax[>[</invoke>',
    ],
    ["lfm2", '<|tool_call_start|>[get_tide(harbour="Whitby")]<|tool_call_end|>'],
    [
      "cohere",
      'Action: ```json\n[\n    {\n        "tool_name": "get_tide",\n        "parameters": {"harbour": "Whitby"}\n    }\n]```',
    ],
    ["nova", '<tool name="get_tide"><harbour>Whitby</harbour></tool>'],
    ["nova", '<tool name="get_tide">{"harbour":"Whitby"}</tool>'],
    ["nova", "<_function=get_tide><_parameter=harbour>Whitby</_parameter></_function>"],
    ["granite", '<|tool_call|>[{"name":"get_tide","arguments":{"harbour":"Whitby"}}]'],
    ["phi", '<|tool_call|>[{"name":"get_tide","arguments":{"harbour":"Whitby"}}]<|/tool_call|>'],
    ["functionary", '<|from|>assistant\n<|recipient|>get_tide\n<|content|>{"harbour":"Whitby"}'],
    ["invoke-tag", '<invoke name="get_tide"><parameter name="harbour">Whitby</parameter></invoke>'],
    [
      "invoke-tag",
      '<antml:function_calls><antml:invoke name="get_tide"><antml:parameter name="harbour">Whitby</antml:parameter></antml:invoke></antml:function_calls>',
    ],
    [
      "invoke-tag",
      "<function_calls><invoke><tool_name>get_tide</tool_name><parameters><harbour>Whitby</harbour></parameters></invoke></function_calls>",
    ],
    ["tool-tag", "<get_tide><harbour>Whitby</harbour></get_tide>"],
    ["tool-tag", 'I look it up.\n<get_tide harbour="Whitby" />'],
    // JSON
    ["bare-json", '{"tool":"get_tide","input":{"harbour":"Whitby"}}'],
    ["bare-json", '{"tool_name":"get_tide","arguments":{"harbour":"Whitby"}}'],
    ["bare-json", '{"function":"get_tide","args":{"harbour":"Whitby"}}'],
    ["bare-json", '{"action":"get_tide","action_input":{"harbour":"Whitby"}}'],
    ["bare-json", '{"function_call":{"name":"get_tide","arguments":"{\\"harbour\\":\\"Whitby\\"}"}}'],
    [
      "bare-json",
      '{"tool_calls":[{"id":"a","type":"function","function":{"name":"get_tide","arguments":"{\\"harbour\\":\\"Whitby\\"}"}}]}',
    ],
    ["bare-json", '{"type":"tool_use","id":"t","name":"get_tide","input":{"harbour":"Whitby"}}'],
    ["bare-json", '[{"name":"get_tide","parameters":{"harbour":"Whitby"}}]'],
    ["bare-json", '{"name":"get_tide","harbour":"Whitby"}'],
    ["bare-json", '{"tool":"get_tide","harbour":"Whitby","days":2}', { harbour: "Whitby", days: 2 }],
    ["bare-json", '{"get_tide":{"harbour":"Whitby"}}'],
    ["bare-json", 'get_tide\n{"harbour":"Whitby"}'],
    ["bare-json", 'Let me look.\n```json\n{"name":"get_tide","arguments":{"harbour":"Whitby"}}\n```'],
    ["react", 'Thought: I need the tide.\nAction: get_tide\nAction Input: {"harbour":"Whitby"}'],
    ["hermes", '<tool_call>get_tide(harbour="Whitby")</tool_call>'],
    ["hermes", '<tool_call>get_tide {"harbour":"Whitby"}</tool_call>'],
    ["function-tag", '<tool_call name="get_tide">{"harbour":"Whitby"}</tool_call>'],
    ["function-tag", '<function name="get_tide"><param name="harbour">Whitby</param></function>'],
    ["calling-tool", '[Calling tool: get_tide({"harbour":"Whitby"})]'],
    ["bare-json", '{"toolCalls":[{"id":"call_001","type":"get_tide","harbour":"Whitby"}]}'],
    ["bare-json", '{"tool_uses":[{"recipient_name":"functions.get_tide","parameters":{"harbour":"Whitby"}}]}'],
    ["kimi", 'functions.get_tide {"harbour":"Whitby"}'],
    ["kimi", 'tool_call_begin functions.get_tide:0 tool_call_argument_begin {"harbour":"Whitby"} tool_call_end'],
    ["pythonic", 'get_tide({"harbour":"Whitby"})'],
    ["deepseek", '<tool▁calls▁begin><tool▁call▁begin>function<tool▁sep>get_tide\n```json\n{"harbour":"Whitby"}\n```'],
    [
      "deepseek-dsml",
      "<｜DSML｜invoke name='get_tide'><｜DSML｜parameter name='harbour' string='true'>Whitby</｜DSML｜parameter></｜DSML｜invoke>",
    ],
    ["harmony", '<|channel|>commentary to=get_tide <|constrain|>json<|message|>{"harbour":"Whitby"}<|call|>'],
    ["harmony", 'commentary to=get_tide json{"harbour":"Whitby"}'],
    ["mistral", '[ TOOL_CALLS ] get_tide [ ARGS ] {"harbour": "Whitby"}'],
    ["glm", "get_tide\nharbour\nWhitby"],
    ["glm", "< tool_call >get_tide\n< arg_key >harbour< /arg_key >\n< arg_value >Whitby< /arg_value >\n< /tool_call >"],
    ["function-tag", '<function=get_tide>{"harbour":"Whitby"}'],
    ["function-tag", '<function=get_tide{"harbour":"Whitby"}></function>'],
    [
      "function-tag",
      "<function=get_tide>\n<parameter=harbour>\nWhitby\n</parameter>\n<parameter=days>\n2\n</parameter>\n</function>",
      { harbour: "Whitby", days: 2 },
    ],
    ["gemma", '<|tool_call|>call:get_tide{harbour:<|"|>Whitby<|"|>}'],
    ["lfm2", "[get_tide(harbour='Whitby')]<|tool_call_end|>"],
    ["lfm2", "< |tool_call_start| >[get_tide(harbour='Whitby')]"],
    ["cohere", 'Action:\n```json\n[{"tool_name":"get_tide","parameters":{"harbour":"Whitby"}}]\n```'],
    ["nova", '__function=get_tide {"harbour":"Whitby"}'],
    ["nova", "__function=get_tide\n__parameter=harbour\nWhitby"],
    ["nova", "<tool_name>get_tide</tool_name><parameters><harbour>Whitby</harbour></parameters>"],
    ["phi", 'functools[get_tide(harbour="Whitby")]'],
    ["tool-tag", "< get_tide >< harbour >Whitby</ harbour ></ get_tide >"],
    ["tool-tag", "<get_tide><harbour>Whitby</harbour><days>2</days></get_tide>", { harbour: "Whitby", days: 2 }],
    ["granite", '<functioncall> {"name": "get_tide", "arguments": \'{"harbour": "Whitby"}\'}'],
    ["bare-json", "{'name': 'get_tide', 'arguments': {'harbour': 'Whitby'}}"],
    ["react", 'Tool: get_tide\nArguments: {"harbour":"Whitby"}'],
    [
      "kimi-k3",
      '<|open|>tools call tool="get_tide" index="1" <|sep|> <|open|> argument key="harbour" type="string" <|sep|> Whitby <|close|> argument <|sep|> <|close|> call <|sep|>',
    ],
    // not whole
    ["hermes", '<tool_call>\n{"name": "get_tide", "arguments": {"harbour": "the "old" one"}}\n</tool_call>', null],
    ["bare-json", '{"name": "get_tide", "arguments": {"harbour": "the "old" one"}}', null],
    ["bare-json", '```json\n{"name": "get_tide", "arguments": {"harb', null],
    ["glm", "<tool_call>get_tide\n<arg_key>harb", null],
    ["function-tag", "<tool_call>\n<function=get_tide>\n<parameter=harb", null],
    ["kimi", '<|tool_call_begin|>functions.get_tide:0<|tool_call_argument_begin|>{"harb', null],
    ["deepseek-dsml", '<｜DSML｜function_calls>\n<｜DSML｜invoke name="get_tide">\n<｜DSML｜param', null],
    ["mistral", '[TOOL_CALLS]get_tide[ARGS]{"harb', null],
    ["pythonic", 'get_tide("Whitby")', null],
  ])("%s: %s", (dialect, words, given = whitby) => {
    expect(found([text(words)])).toEqual([`bad tool-call-as-text ${dialect}`]);
    expect(callsIn(words, [tide, time])[0]).toMatchObject({ dialect, name: "get_tide", arguments: given });
  });

  test.each<[dialect: string, words: string, given?: object | null]>([
    ["kimi", "functions.get_time:0{}"],
    ["pythonic", "[get_time()]"],
    ["pythonic", "get_time()"],
    ["glm", "<tool_call>get_time\n</tool_call>"],
    ["deepseek-dsml", '<｜DSML｜invoke name="get_time">\n</｜DSML｜invoke>'],
    ["mistral", "get_time[ARGS]{}"],
    ["function-tag", "<function=get_time>\n</function>"],
    ["gemma", "<|tool_call>call:get_time{}<tool_call|>"],
    ["harmony", "to=functions.get_time json{}"],
    ["tool-tag", "<get_time/>"],
    ["tool-tag", "<get_time></get_time>"],
    ["bare-json", "get_time\n{}"],
    ["bare-json", '{"type":"function","name":"get_time"}', null],
  ])("without arguments, %s: %s", (dialect, words, given = {}) => {
    expect(found([text(words)])).toEqual([`bad tool-call-as-text ${dialect}`]);
    expect(callsIn(words, [tide, time])[0]).toMatchObject({ dialect, name: "get_time", arguments: given });
  });

  test("is named by its cause where the scenario expects a call, a result or nothing", () => {
    const dsml =
      '<｜DSML｜invoke name="get_tide"><｜DSML｜parameter name="harbour" string="true">Whitby</｜DSML｜parameter></｜DSML｜invoke>';
    const expectations: readonly Expectation[] = [
      { kind: "calls", calls: [{ tool: "get_tide", arguments: {} }] },
      { kind: "uses-result", groups: [["2 m"]] },
      { kind: "says", anyOf: ["2 m"] },
      { kind: "finish", anyOf: ["tool-calls"] },
    ];
    for (const one of expectations)
      expect(found([text(dsml)], {}, [one])).toEqual(["bad tool-call-as-text deepseek-dsml"]);
  });

  test("counts in lost reasoning too", () => {
    expect(found([reasoning('to=functions.get_tide json{"harbour":"Whitby"}')])).toEqual([
      "bad tool-call-in-reasoning harmony",
    ]);
  });
});

describe("the call of a tool that was not declared", () => {
  test.each<[words: string, dialect: string | null]>([
    ['{"type":"function","name":"get_joke","parameters":{"about":"cats"}}', "bare-json"],
    ['```json\n{"name":"get_joke","arguments":{"about":"cats"}}\n```', "bare-json"],
    ['{"tool_calls":[{"name":"get_joke","arguments":{"about":"cats"}}]}', "bare-json"],
    ['<tool_call>\n{"name":"get_joke","arguments":{}}\n</tool_call>', "hermes"],
    ["<function=get_joke></function>", "function-tag"],
    ['{"name":"Ada","parameters":{"age":42}}', null],
    ['{"name":"Ada","input":{"age":42}}', null],
    ['{"action":"buy","args":{"amount":2}}', null],
    ['The joke: {"type":"function","name":"get_joke","parameters":{"about":"cats"}} is what I would call.', null],
    ["[get_joke(about='cats')]", null],
    ["<get_joke><about>cats</about></get_joke>", null],
  ])("%s", (words, dialect) => {
    expect(found([text(words)])).toEqual(dialect === null ? [] : [`bad tool-call-as-text ${dialect}`]);
  });
});

describe("no call", () => {
  test.each<[title: string, words: string]>([
    [
      "a tool's definition",
      '{"type":"function","function":{"name":"get_tide","description":"The tide","parameters":{"type":"object","properties":{"harbour":{"type":"string"}},"required":["harbour"]}}}',
    ],
    ["a definition without its type", '{"name":"get_tide","parameters":{"properties":{"harbour":{"type":"string"}}}}'],
    [
      "a definition of the arguments alone",
      '{"name":"get_tide","parameters":{"harbour":{"type":"string","description":"Which"}}}',
    ],
    [
      "a definition in Anthropic's form",
      '{"name":"get_tide","description":"The tide","input_schema":{"type":"object","properties":{"harbour":{"type":"string"}}}}',
    ],
    [
      "an API explained in a fence",
      'Send this to the server:\n```json\n{"name":"create_user","arguments":{"id":1}}\n```\nIt answers with 201.',
    ],
    [
      "a format explained in a fence",
      'Hermes writes this:\n```\n<tool_call>\n{"name":"f","arguments":{}}\n</tool_call>\n```\nand then waits.',
    ],
    ["a mark between backticks", "The tag `<tool_call>` opens a call, `[TOOL_CALLS]` is Mistral's."],
    ["code in prose", 'In Python: `tide = harbour.tide(name="Whitby")` reads it.'],
    ["a list in code", "const xs = [f(x), g(y)];"],
    ["a time and an object", 'At 10:30 {"harbour":"Whitby"} was read.'],
    ["a map in prose", 'The result was {"harbour":"Whitby","height":2}.'],
    ["an answer in JSON", '{"harbour":"Whitby","high":"10:30"}'],
    ["the name in a map", '{"get_tide":"a tool that reads the tide"}'],
    ["a tool's result by its name", '{"get_tide":{"high":"10:30"}}'],
    ["the name and other members", '{"name":"get_tide","high":"10:30"}'],
    ["HTML", "<table><tr><td>Whitby</td></tr></table>"],
    ["a comparison", "a < b and c > d, {x} and [y]"],
    ["the tool named", "I would use get_tide (it reads the tide) for Whitby."],
    ["a link", "See [get_tide](https://tides.example/get_tide)."],
    ["a definition with words for types", '{"name":"get_tide","parameters":{"harbour":"string"}}'],
    [
      "a format in a fence of tildes",
      'Hermes:\n~~~\n<tool_call>\n{"name":"f","arguments":{}}\n</tool_call>\n~~~\nIt waits.',
    ],
    ["an indented format", 'So:\n\n    <tool_call>\n    {"name":"f","arguments":{}}\n    </tool_call>\n\nIt waits.'],
    ["a mark in quotation marks", 'Hermes uses "<tool_call>" and "</tool_call>".'],
    ["a tool of another kind", '<tool name="hammer">It drives nails.</tool>'],
    ["an element of a document", '<function name="f">adds</function>'],
    ["a label before an object", 'Name: Whitby\nParameters: {"depth":3}'],
    ["Python's module", "from functools import reduce\nfunctools[0]"],
    ["a port and an object", 'localhost:3000 {"ok":true}'],
    ["a table of tools", '| tool | takes |\n|---|---|\n| get_tide | {"harbour": "Whitby"} |'],
    [
      "a definition in a list",
      '{"tools":[{"type":"function","function":{"name":"get_tide","parameters":{"type":"object","properties":{"harbour":{"type":"string"}}}}}]}',
    ],
    ["a tag around words", "<get_tide>reads the tide</get_tide>"],
  ])("%s", (_title, words) => {
    expect(found([text(words)])).toEqual([]);
  });

  const hermes = '<tool_call>\n{"name":"get_tide","arguments":{"harbour":"Whitby"}}\n</tool_call>';
  const bare = '{"name":"get_tide","arguments":{"harbour":"Whitby"}}';
  const asks = (words: string): readonly Message[] => [
    { role: "user", parts: [{ kind: "text", text: words }], name: null },
  ];
  const highs = { type: "object", properties: { high: { type: "string" } }, required: ["high"] };
  const schema = { type: "object", properties: { name: { type: "string" }, arguments: { type: "object" } } };

  test.each<[title: string, words: string, change: Partial<ChatRequest>]>([
    [
      "no tools, and words about a format",
      "Qwen writes <tool_call> before a call and </tool_call> after it.",
      { tools: null },
    ],
    ["no tools, and an example with words behind it", `${hermes} is what Hermes writes.`, { tools: null }],
    ["no tools, and JSON", bare, { tools: null }],
    ["no tools, and an example in a fence", `\`\`\`\n${hermes}\n\`\`\``, { tools: [] }],
    ["the user's words have the mark", hermes, { messages: asks("What comes after <tool_call>?") }],
    ["the user asks to see the call", bare, { messages: asks("Show me the tool call that you would make.") }],
    ["the user asks how it is written", hermes, { messages: asks("How does Hermes write a function call?") }],
    [
      "the system teaches the format, and no tools",
      hermes,
      {
        tools: null,
        messages: [
          { role: "system", parts: [{ kind: "text", text: "Write <tool_call>…</tool_call>." }], name: null },
          ...asks("Tide?"),
        ],
      },
    ],
    ["JSON was asked for", bare, { responseFormat: { kind: "json-object" } }],
    [
      "JSON of that schema was asked for",
      bare,
      { responseFormat: { kind: "json-schema", name: "n", schema, strict: null } },
    ],
    [
      "the user asks for JSON, of an undeclared tool",
      '{"name":"make_user","arguments":{}}',
      { messages: asks("Answer in JSON.") },
    ],
  ])("%s", (_title, words, change) => {
    expect(found([text(words)], change)).toEqual([]);
  });

  test.each<[title: string, words: string, change: Partial<ChatRequest>, dialect: string]>([
    [
      "no tools, and a tool that was called before",
      'Now {"name":"get_weather","arguments":{"location":"SF"}}',
      { tools: null, messages: afterTool },
      "bare-json",
    ],
    ["no tools, and a call as the last word", `Let me look.\n${hermes}`, { tools: null }, "hermes"],
    ["no tools, and a token behind a word", "It is 4.<|tool_calls_section_end|>", { tools: null }, "kimi"],
    [
      "JSON was asked for, and another came",
      bare,
      { responseFormat: { kind: "json-schema", name: "n", schema: highs, strict: null } },
      "bare-json",
    ],
    [
      "JSON was asked for, and a call forced",
      bare,
      { responseFormat: { kind: "json-object" }, toolChoice: { kind: "required" } },
      "bare-json",
    ],
    ["the user wants no call as text", bare, { messages: asks("Do not write the tool call as text.") }, "bare-json"],
    ["the user wants it by a call", bare, { messages: asks("Show me the tide using a tool call.") }, "bare-json"],
    [
      "the user asks for an answer in JSON",
      bare,
      { messages: asks("Use the tool, then answer in JSON.") },
      "bare-json",
    ],
  ])("but a call: %s", (_title, words, change, dialect) => {
    expect(found([text(words)], change)).toContain(`bad tool-call-as-text ${dialect}`);
  });
});

/** What the whole judge finds, without what it says about other things than calls. */
function found(
  parts: readonly AssistantPart[],
  change: Partial<ChatRequest> = {},
  expects: readonly Expectation[] = [],
): readonly string[] {
  const one = turn("s", reply(parts), { tools: [tide, time] });
  return judgeTurn(judged({ ...one, request: { ...one.request, ...change } }, { expect: expects }))
    .flatMap(({ finding }) => (finding === null ? [] : [`${finding.severity} ${finding.id} ${finding.cause}`]))
    .filter((words) => !/harmony-preamble|output-invalid|choice-ignored/.test(words));
}
