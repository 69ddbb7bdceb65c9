import { argumentPairs } from "../grammars/argument-pairs.js";
import { bracketedCode, codeAfter } from "../grammars/code-calls.js";
import { looseJsonAfter } from "../grammars/loose-json.js";
import { namedHeads } from "../grammars/named-heads.js";
import { tagBlocks } from "../grammars/tag-blocks.js";
import type { Dialect } from "../serialised-call.js";
import { name, tag, token } from "../token.js";

const read = "2026-11-28";
const kimiId =
  /(?:functions\.)?([\w.-]{1,64}?)\s{0,3}:\s{0,3}\d{1,6}\s{0,9}$|(?:functions\.|>)\s{0,9}([\w.-]{1,64})\s{0,9}$/;
const separator = `(?:${token("tool_sep")}|<?tool▁sep>?)`;
const lfmEnd = new RegExp(`^[^\\]]{0,200}\\]\\s{0,9}${token("tool_call_end")}`);
const callTag = tag("(?:longcat_)?tool_call");
const fence = "(?:```(?:json)?\\s{0,9})?";

/** Dialects with special tokens of a tokenizer, or with marks that stand for one. */
export const tokenDialects: readonly Dialect[] = [
  {
    id: "deepseek-dsml",
    models: "DeepSeek V3.2 and V4",
    strength: "token",
    signs: ["DSML"],
    mark: /<\/?[|｜‖ ]{0,5}DSML[|｜‖ ]{1,5}(?:function_calls|tool_calls|tool_use|calls|invoke|parameter)/,
    grammars: [
      tagBlocks({
        open: /<[|｜‖ ]{0,5}DSML[|｜‖ ]{1,5}invoke\s{1,9}name\s{0,3}=\s{0,3}["']?([\w.-]{1,64})["']?\s{0,9}>/g,
        close: /<\/[|｜‖ ]{0,5}DSML[|｜‖ ]{1,5}invoke\s{0,9}>/g,
        parameter: {
          open: /<[|｜‖ ]{0,5}DSML[|｜‖ ]{1,5}parameter\s{1,9}name\s{0,3}=\s{0,3}["']?([\w.-]{1,64})["']?(?:\s{1,9}string\s{0,3}=\s{0,3}["']?(?<type>true|false)["']?)?\s{0,9}>/g,
          close: /<\/[|｜‖ ]{0,5}DSML[|｜‖ ]{1,5}parameter\s{0,9}>/g,
        },
      }),
    ],
    example:
      '<｜DSML｜function_calls>\n<｜DSML｜invoke name="get_tide">\n<｜DSML｜parameter name="harbour" string="true">Whitby</｜DSML｜parameter>\n</｜DSML｜invoke>\n</｜DSML｜function_calls>',
    source: "ochafik/minja#11, TokenRhythm/opensquilla#985; bars: lsdefine/GenericAgent#804, AgentFlocks/flocks#687",
    date: read,
  },
  {
    id: "deepseek",
    models: "DeepSeek R1, V3 and V3.1",
    strength: "token",
    signs: ["▁", "｜tool", "tool_sep"],
    mark: new RegExp(
      `<[ \\t]{0,2}[|｜][ \\t]{0,2}tool(?:▁call|▁calls|▁sep|▁output)|<[ \\t]{0,2}｜[ \\t]{0,2}tool_(?:call|sep)|${separator}`,
    ),
    grammars: [
      namedHeads({ head: new RegExp(`${separator}\\s{0,9}${name}\\s{0,9}\`\`\`(?:json)?`, "g") }),
      namedHeads({ head: new RegExp(`${separator}\\s{0,9}(?=\\{)`, "g"), before: /([A-Za-z_][\w.-]{0,63})\s{0,9}$/ }),
    ],
    example:
      '<｜tool▁calls▁begin｜><｜tool▁call▁begin｜>function<｜tool▁sep｜>get_tide\n```json\n{"harbour": "Whitby"}\n```<｜tool▁call▁end｜><｜tool▁calls▁end｜>',
    source: "vllm-project/vllm tool_parsers/deepseekv3_tool_parser.py, deepseekv31_tool_parser.py; #23454",
    date: read,
  },
  {
    id: "kimi",
    models: "Kimi K2",
    strength: "token",
    signs: ["tool_call_", "tool_calls_"],
    mark: /<[ \t]{0,2}\|[ \t]{0,2}tool_calls?_(?:section_)?(?:begin|end|argument_begin)[ \t]{0,2}\|[ \t]{0,2}>/,
    grammars: [
      namedHeads({ head: new RegExp(`${token("tool_call_argument_begin")}\\s{0,9}`, "g"), before: kimiId }),
      namedHeads({
        head: new RegExp(
          `${token("tool_call_begin")}\\s{0,9}(?:functions\\.)?${name}\\s{0,3}:\\s{0,3}\\d{1,6}\\s{0,9}(?:${token("tool_call_argument_begin")}\\s{0,9})?`,
          "g",
        ),
      }),
    ],
    example:
      '<|tool_calls_section_begin|><|tool_call_begin|>functions.get_tide:0<|tool_call_argument_begin|>{"harbour":"Whitby"}<|tool_call_end|><|tool_calls_section_end|>',
    source: "MoonshotAI/Kimi-K2 docs/tool_call_guidance.md; ggml-org/llama.cpp#17376, vllm-project/vllm#38579",
    date: read,
  },
  {
    id: "kimi-k3",
    models: "Kimi K3",
    strength: "token",
    signs: ["<|open|>", "<|close|>", 'call tool="'],
    mark: /<\|(?:open|close)\|>|\bcall tool="[\w.-]{1,64}" index="/,
    grammars: [
      tagBlocks({
        open: /call tool="([\w.-]{1,64})"(?: index="\d{1,4}")?\s{0,2}(?:<\s{0,2}\|\s{0,2}sep\s{0,2}\|\s{0,2}>)?/g,
        close: /<\s{0,2}\|\s{0,2}close\s{0,2}\|\s{0,2}>\s{0,2}call|(?<=argument)call/g,
        parameter: {
          open: /argument key="([\w.-]{1,64})"(?: type="(?<type>\w{1,9})")?\s{0,2}(?:<\s{0,2}\|\s{0,2}sep\s{0,2}\|\s{0,2}>)?/g,
          close: /<\s{0,2}\|\s{0,2}close\s{0,2}\|\s{0,2}>\s{0,2}argument|argument(?=argument key=|call|<\||$)/g,
        },
      }),
    ],
    example:
      '<|open|>tools<|sep|><|open|>call tool="get_tide" index="1"<|sep|><|open|>argument key="harbour" type="string"<|sep|>Whitby<|close|>argument<|sep|><|close|>call<|sep|><|close|>tools<|sep|>',
    source: "JustVugg/colibri#1143 (after encoding_k3.py); can1357/oh-my-pi#8495",
    date: read,
  },
  {
    id: "harmony",
    models: "gpt-oss",
    strength: "token",
    signs: ["<|", "to=functions."],
    mark: /<\|(?:channel|constrain|call)\|>|<\|start\|>assistant|(?:assistant|\b)commentary to=functions\./,
    grammars: [
      namedHeads({ head: /to=functions\.([\w-]{1,64})(?:[^{}"]{0,120}?)(?=\{|$)/g }),
      namedHeads({ head: /to=functions\.([\w-]{1,64})/g }),
    ],
    example: '<|channel|>commentary to=functions.get_tide <|constrain|>json<|message|>{"harbour":"Whitby"}<|call|>',
    source: "openai/harmony#81; NousResearch/hermes-agent#84231, livekit/agents-js#1632 (marks stripped)",
    date: read,
  },
  {
    id: "gemma",
    models: "Gemma 4",
    strength: "token",
    signs: ["<|tool_call>", "<tool_call|>", '<|"|>'],
    mark: /<\|tool_call>|<tool_call\|>/,
    grammars: [namedHeads({ head: new RegExp(`call:(?:[\\w-]{1,40}:)?${name}(?=\\{)`, "g") })],
    example: '<|tool_call>call:get_tide{harbour:<|"|>Whitby<|"|>}<tool_call|>',
    source: "unslothai/unsloth#5624; vllm-project/vllm tool_parsers/gemma4_tool_parser.py",
    date: read,
  },
  {
    id: "function-gemma",
    models: "FunctionGemma",
    strength: "token",
    signs: ["_function_call>", "<escape>"],
    mark: /<(?:start|end)_function_call>/,
    grammars: [namedHeads({ head: new RegExp(`call:(?:[\\w-]{1,40}:)?${name}(?=\\{)`, "g"), needsObject: true })],
    example: "<start_function_call>call:get_tide{harbour:<escape>Whitby<escape>}<end_function_call>",
    source: "unslothai/unsloth#5624; vllm-project/vllm tool_parsers/functiongemma_tool_parser.py",
    date: read,
  },
  {
    id: "lfm2",
    models: "LFM2",
    strength: "token",
    signs: ["tool_call_start", "tool_call_end"],
    mark: new RegExp(token("tool_call_start")),
    grammars: [
      codeAfter(new RegExp(`${token("tool_call_start")}\\s{0,9}\\[?`, "g")),
      (text) => bracketedCode(text).filter(({ end }) => lfmEnd.test(text.slice(end, end + 400))),
    ],
    example: "<|tool_call_start|>[get_tide(harbour='Whitby')]<|tool_call_end|>",
    source: "vllm-project/vllm tool_parsers/lfm2_tool_parser.py",
    date: read,
  },
  {
    id: "python-tag",
    models: "Llama 3.1 to 3.3; Llama 4 with python_start",
    strength: "token",
    signs: ["<|python_"],
    mark: /<\|python_(?:tag|start|end)\|>/,
    grammars: [codeAfter(/<\|python_(?:tag|start)\|>\s{0,9}\[?/g)],
    example: '<|python_tag|>{"name": "get_tide", "parameters": {"harbour": "Whitby"}}',
    source: "Rapid-MLX#700, ollama#13519; vllm-project/vllm tool_parsers/llama4_pythonic_tool_parser.py",
    date: read,
  },
  {
    id: "mistral",
    models: "Mistral",
    strength: "token",
    signs: ["TOOL_CALLS", "ARGS", "CALL_ID"],
    mark: /\[\s{0,2}(?:TOOL_CALLS|ARGS|CALL_ID)\s{0,2}\]/,
    grammars: [
      namedHeads({
        head: /\[\s{0,2}ARGS\s{0,2}\]\s{0,9}/g,
        before: /([A-Za-z_][\w.-]{0,63}?)\s{0,2}(?:\[\s{0,2}CALL_ID\s{0,2}\]\s{0,2}[\w-]{0,40})?\s{0,9}$/,
      }),
      namedHeads({ head: new RegExp(`\\[\\s{0,2}TOOL_CALLS\\s{0,2}\\]\\s{0,9}${name}\\s{0,9}(?=\\{)`, "g") }),
    ],
    example: '[TOOL_CALLS]get_tide[ARGS]{"harbour": "Whitby"}',
    source: "vllm-project/vllm tool_parsers/mistral_tool_parser.py; unslothai/unsloth#5624",
    date: read,
  },
  {
    id: "cohere",
    models: "Command R, R+ and A",
    strength: "token",
    signs: ["_ACTION|>", "Action:"],
    mark: /<\|(?:START|END)_ACTION\|>|Action:\s{0,3}```(?:json)?(?=\s{0,9}\[)/,
    grammars: [],
    example:
      '<|START_ACTION|>[\n    {"tool_call_id": "0", "tool_name": "get_tide", "parameters": {"harbour": "Whitby"}}\n]<|END_ACTION|>',
    source: "vllm-project/vllm tool_parsers/cohere_command_tool_parser.py",
    date: read,
  },
  {
    id: "phi",
    models: "Phi 4 mini, FireFunction",
    strength: "token",
    signs: ["functools", "<|/tool_call|>"],
    mark: /functools(?=\s{0,3}\[\s{0,9}(?:\{|[A-Za-z_]\w{0,63}\())|<\|\/tool_call\|>|<\|tool_call\|>(?=[^<]{0,2000}<\|\/tool_call\|>)/,
    grammars: [codeAfter(/functools\s{0,3}\[/g)],
    example: 'functools[{"name": "get_tide", "arguments": {"harbour": "Whitby"}}]',
    source: "vllm-project/vllm tool_parsers/phi4mini_tool_parser.py",
    date: read,
  },
  {
    id: "granite",
    models: "Granite 3",
    strength: "token",
    signs: ["<|tool_call|>"],
    mark: /<\|tool_call\|>(?![^<]{0,2000}<\|\/tool_call\|>)/,
    grammars: [],
    example: '<|tool_call|>[{"name": "get_tide", "arguments": {"harbour": "Whitby"}}]',
    source: "vllm-project/vllm tool_parsers/granite_tool_parser.py",
    date: read,
  },
  {
    id: "functionary",
    models: "Functionary",
    strength: "token",
    signs: [">>>", "<|recipient|>"],
    mark: /<\|recipient\|>/,
    grammars: [
      namedHeads({ head: new RegExp(`(?:^|\\n)>>>${name}\\s{0,3}\\n\\s{0,9}(?=\\{)`, "g"), needsObject: true }),
      namedHeads({ head: new RegExp(`<\\|recipient\\|>\\s{0,3}${name}\\s{0,9}<\\|content\\|>\\s{0,9}`, "g") }),
    ],
    example: '>>>get_tide\n{"harbour": "Whitby"}',
    source: "MeetKai/functionary README (prompt templates v2, v3)",
    date: read,
  },
  {
    id: "internlm",
    models: "InternLM 2",
    strength: "token",
    signs: ["<|action_"],
    mark: /<\|action_(?:start|end)\|>(?:\s{0,3}<\|plugin\|>)?/,
    grammars: [],
    example: '<|action_start|><|plugin|>\n{"name": "get_tide", "parameters": {"harbour": "Whitby"}}<|action_end|>',
    source: "vllm-project/vllm tool_parsers/internlm2_tool_parser.py",
    date: read,
  },
  {
    id: "qwen-agent",
    models: "Qwen 1.5 and 2",
    strength: "token",
    signs: ["✿FUNCTION✿"],
    mark: /✿FUNCTION✿/,
    grammars: [namedHeads({ head: new RegExp(`✿FUNCTION✿:?\\s{0,3}${name}\\s{0,9}✿ARGS✿:?\\s{0,3}${fence}`, "g") })],
    example: '✿FUNCTION✿: get_tide\n✿ARGS✿: {"harbour": "Whitby"}',
    source: "QwenLM/Qwen-Agent qwen_agent/llm/fncall_prompts/qwen_fncall_prompt.py",
    date: read,
  },
  {
    id: "glm",
    models: "GLM 4.5 to 5, Hunyuan 3, LongCat",
    strength: "tag",
    signs: ["arg_key", "tool_call"],
    mark: /<\s{0,2}\/?\s{0,2}(?:longcat_)?arg_(?:key|value)\s{0,2}>/,
    grammars: [
      argumentPairs,
      namedHeads({
        head: new RegExp(
          `(?<=${callTag}\\s{0,9})${name}\\s{0,9}(?=<\\s{0,2}(?:longcat_)?arg_key|\\n\\s{0,9}[^{<\\s])`,
          "g",
        ),
      }),
    ],
    example: "<tool_call>get_tide\n<arg_key>harbour</arg_key>\n<arg_value>Whitby</arg_value>\n</tool_call>",
    source: "vllm-project/vllm tool_parsers/glm4_moe_tool_parser.py, hy_v3_tool_parser.py",
    date: read,
  },
  {
    id: "hermes",
    models: "Hermes, Qwen 2.5 and 3, Granite 4, Ernie 4.5",
    strength: "tag",
    signs: ["tool_call"],
    mark: new RegExp(
      `${tag("tool_call")}(?!\\s{0,9}(?:<function|\\w[\\w.-]{0,63}\\s{0,9}<(?:arg_key|tool_sep)))|${tag("/tool_call")}`,
    ),
    grammars: [
      looseJsonAfter(new RegExp(`${tag("tool_call")}\\s{0,9}`, "g")),
      namedHeads({ head: new RegExp(`${tag("tool_call")}\\s{0,9}${name}\\s{0,9}(?=\\{)`, "g") }),
      codeAfter(new RegExp(`${tag("tool_call")}\\s{0,9}\\[?`, "g")),
    ],
    example: '<tool_call>\n{"name": "get_tide", "arguments": {"harbour": "Whitby"}}\n</tool_call>',
    source: "NousResearch/Hermes-Function-Calling; vllm-project/vllm tool_parsers/hermes_tool_parser.py",
    date: read,
  },
];
