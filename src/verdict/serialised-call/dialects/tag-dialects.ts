import { codeAfter } from "../grammars/code-calls.js";
import { looseJsonAfter } from "../grammars/loose-json.js";
import { namedHeads } from "../grammars/named-heads.js";
import { tagBlocks } from "../grammars/tag-blocks.js";
import type { Dialect } from "../serialised-call.js";

const read = "2026-11-28";

/** `<invoke name="x"><parameter name="a">…`, with or without a namespace. */
const invoked = tagBlocks({
  open: /<(?:\w{1,16}:)?invoke\s{1,9}name\s{0,3}=\s{0,3}["']?([\w.-]{1,64})["']?\s{0,9}>/g,
  close: /<\/(?:\w{1,16}:)?invoke\s{0,9}>/g,
  parameter: {
    open: /<(?:\w{1,16}:)?parameter\s{1,9}name\s{0,3}=\s{0,3}["']?([\w.-]{1,64})["']?[^<>]{0,60}>/g,
    close: /<\/(?:\w{1,16}:)?parameter\s{0,9}>/g,
  },
});

/** `<invoke><tool_name>x</tool_name><parameters>…`: the name in a tag of its own. */
const nameInTag = tagBlocks({
  open: /<(?:invoke|tool_call|function_call|tool_use|tool)>\s{0,9}<(?:tool_name|function_name|name)>\s{0,9}([\w.-]{1,64})\s{0,9}<\/(?:tool_name|function_name|name)>/g,
  close: /<\/(?:invoke|tool_call|function_call|tool_use|tool)>/g,
  parameter: null,
});

/** Dialects in tags of ordinary characters. Where one tag stands in several, the first row that reads a call names it. */
export const tagDialects: readonly Dialect[] = [
  {
    id: "minimax",
    models: "MiniMax M1, M2 and M3",
    strength: "tag",
    signs: ["minimax", "<tool_calls>"],
    mark: /<\/?minimax:tool_call>|\]<\]minimax\[>\[|<tool_calls>(?=\s{0,9}\{)/,
    grammars: [(text) => (text.includes("minimax") ? invoked(text.replaceAll("]<]minimax[>[", " ".repeat(13))) : [])],
    example:
      '<minimax:tool_call>\n<invoke name="get_tide">\n<parameter name="harbour">Whitby</parameter>\n</invoke>\n</minimax:tool_call>',
    source: "opencode#25828; vllm-project/vllm tool_parsers/minimax_m2_tool_parser.py, minimax_m3_tool_parser.py",
    date: read,
  },
  {
    id: "step",
    models: "Step 3",
    strength: "tag",
    signs: ["steptml:"],
    mark: /<\/?steptml:/,
    grammars: [(text) => (text.includes("steptml:") ? invoked(text) : [])],
    example:
      '<steptml:invoke name="get_tide"><steptml:parameter name="harbour">Whitby</steptml:parameter></steptml:invoke>',
    source: "vllm-project/vllm tool_parsers/step3_tool_parser.py",
    date: read,
  },
  {
    id: "invoke-tag",
    models: "Claude, and models that imitate it",
    strength: "tag",
    signs: ["invoke"],
    mark: /<(?:antml:)?invoke\s{1,9}name\s{0,3}=|<\/?antml:function_calls>/,
    grammars: [invoked, nameInTag],
    example:
      '<function_calls>\n<invoke name="get_tide">\n<parameter name="harbour">Whitby</parameter>\n</invoke>\n</function_calls>',
    source: "vercel/ai#17714, anthropics/claude-code#64179, mikeyobrien/pi-provider-kiro#125",
    date: read,
  },
  {
    id: "nova",
    models: "Amazon Nova",
    strength: "tag",
    signs: ["_function="],
    mark: /<\/?_{1,2}(?:function|parameter)\b|\b_{1,2}function=/,
    grammars: [
      namedHeads({ head: /_{1,2}function=\s{0,3}"?([\w.-]{1,64})"?>?\s{0,9}(?=\{)/g, needsObject: true }),
      tagBlocks({
        open: /<?_{1,2}function=\s{0,3}"?([\w.-]{1,64})"?\s{0,3}>?/g,
        close: /<\/_{1,2}function>|$/g,
        parameter: {
          open: /<?_{1,2}parameter=\s{0,3}"?([\w.-]{1,64})"?(?:\s{0,3}>|\s)/g,
          close: /<\/_{1,2}parameter>|(?=<?_{1,2}parameter=)|$/g,
        },
      }),
    ],
    example: "<tools>\n<__function=get_tide>\n<__parameter=harbour>Whitby</__parameter>\n</__function>\n</tools>",
    source: "vercel/ai#16926, #16929; strands-agents/harness-sdk#1891",
    date: read,
  },
  {
    id: "function-tag",
    models: "Qwen3-Coder, Llama 3.1, Seed-OSS, Nemotron; Kimi on Bedrock",
    strength: "tag",
    signs: ["<function", "< function", "seed:tool_call>"],
    mark: /<\s{0,2}function\s{0,2}=\s{0,2}"?[\w.-]{1,64}"?\s{0,2}>|<\/?seed:tool_call>/,
    grammars: [
      namedHeads({ head: /<function=([\w.-]{1,64})\(?\s{0,9}(?=\{)/g }),
      tagBlocks({
        open: /<\s{0,2}function\s{0,2}=\s{0,2}"?([\w.-]{1,64})"?\s{0,2}>/g,
        close: /<\s{0,2}\/\s{0,2}function\s{0,2}>/g,
        parameter: {
          open: /<\s{0,2}parameter\s{0,2}=\s{0,2}"?([\w.-]{1,64})"?\s{0,2}>/g,
          close: /<\s{0,2}\/\s{0,2}parameter\s{0,2}>/g,
        },
      }),
    ],
    example: "<tool_call>\n<function=get_tide>\n<parameter=harbour>\nWhitby\n</parameter>\n</function>\n</tool_call>",
    source: "vercel/ai#17732; vllm-project/vllm tool_parsers/qwen3coder_tool_parser.py, seed_oss_tool_parser.py",
    date: read,
  },
  {
    id: "grok",
    models: "Grok",
    strength: "tag",
    signs: ["<xai:"],
    mark: /<\/?xai:function_call/,
    grammars: [
      tagBlocks({
        open: /<xai:function_call\s{1,9}name\s{0,3}=\s{0,3}"?([\w.-]{1,64})"?\s{0,9}>/g,
        close: /<\/xai:function_call\s{0,9}>/g,
        parameter: {
          open: /<parameter\s{1,9}name\s{0,3}=\s{0,3}"?([\w.-]{1,64})"?\s{0,9}>/g,
          close: /<\/parameter>/g,
        },
      }),
    ],
    example: '<xai:function_call name="get_tide">\n<parameter name="harbour">Whitby</parameter>\n</xai:function_call>',
    source: "anomalyco/opencode#2288, #2291",
    date: read,
  },
  {
    id: "hunyuan",
    models: "Hunyuan A13B, Jamba",
    strength: "tag",
    signs: ["tool_calls>"],
    mark: /<tool_calls>(?=\s{0,9}\[)|<\/tool_calls>/,
    grammars: [],
    example: '<tool_calls>[{"name": "get_tide", "arguments": {"harbour": "Whitby"}}]</tool_calls>',
    source: "vllm-project/vllm tool_parsers/hunyuan_a13b_tool_parser.py, jamba_tool_parser.py",
    date: read,
  },
  {
    id: "nemotron",
    models: "Nemotron Nano 2",
    strength: "tag",
    signs: ["TOOLCALL>"],
    mark: /<\/?TOOLCALL>/,
    grammars: [],
    example: '<TOOLCALL>[{"name": "get_tide", "arguments": {"harbour": "Whitby"}}]</TOOLCALL>',
    source: "vllm-project/vllm tool_parsers/nemotron_json_tool_parser.py",
    date: read,
  },
  {
    id: "granite",
    models: "Granite 20B function calling; Grok drafts such calls",
    strength: "tag",
    signs: ["<function_call>", "<functioncall>"],
    mark: /<function_?call>(?=\s{0,9}[[{])/,
    grammars: [looseJsonAfter(/<function_?call>\s{0,9}/g)],
    example: '<function_call> {"name": "get_tide", "arguments": {"harbour": "Whitby"}}',
    source: "vllm-project/vllm tool_parsers/granite_20b_fc_tool_parser.py",
    date: read,
  },
  {
    id: "olmo",
    models: "OLMo 3",
    strength: "tag",
    signs: ["<function_calls>"],
    mark: null,
    grammars: [codeAfter(/<function_calls>\s{0,9}/g)],
    example: '<function_calls>\nget_tide(harbour="Whitby")\n</function_calls>',
    source: "vllm-project/vllm tool_parsers/olmo3_tool_parser.py",
    date: read,
  },
  {
    id: "gemma-tool-code",
    models: "Gemma 2 and 3, Gemini",
    strength: "tag",
    signs: ["tool_code"],
    mark: null,
    grammars: [
      codeAfter(/```tool_code\s{0,9}\[?/g),
      codeAfter(/<tool_code>\s{0,9}\[?/g),
      codeAfter(/(?:^|\n)tool_code\s{0,9}\n\[?/g),
    ],
    example: '```tool_code\nget_tide(harbour="Whitby")\n```',
    source: "unslothai/unsloth#5624",
    date: read,
  },
];
