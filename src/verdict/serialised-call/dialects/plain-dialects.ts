import { bracketedCode, codeAfter } from "../grammars/code-calls.js";
import { namedHeads } from "../grammars/named-heads.js";
import { tagBlocks } from "../grammars/tag-blocks.js";
import type { Dialect } from "../serialised-call.js";
import { name } from "../token.js";

const read = "2026-11-28";

/** `<tool_name>x</tool_name><parameters>…`, without a tag around both. */
const nameThenArguments = tagBlocks({
  open: /<(?:tool_name|function_name|tool|name)>\s{0,9}([\w.-]{1,64})\s{0,9}<\/(?:tool_name|function_name|tool|name)>(?=\s{0,9}<(?:parameters|arguments|args|input|tool_input)>)/g,
  close: /<\/(?:parameters|arguments|args|input|tool_input)>/g,
  parameter: null,
});

/**
 * Dialects whose marks an ordinary text may have as well, and what is left of others when their tokens are stripped. They count
 * for declared tools only.
 */
export const plainDialects: readonly Dialect[] = [
  {
    id: "kimi",
    models: "Kimi K2 without its tokens",
    strength: "plain",
    signs: [":", "functions."],
    mark: null,
    grammars: [
      namedHeads({ head: new RegExp(`\\bfunctions\\.${name}\\s{0,3}(?=\\{)`, "g"), needsObject: true }),
      namedHeads({
        head: /tool_call_argument_begin[\s|>]{0,6}(?=\{)/g,
        before: /(?:functions\.)?([A-Za-z_][\w-]{0,63}):\d{1,4}[\s<|]{0,6}$/,
        needsObject: true,
      }),
      namedHeads({
        head: /:\s{0,2}\d{1,4}\s{0,9}(?=\{)/g,
        before: /(?:^|[\s>}\]"'`]|functions\.)([A-Za-z_][\w-]{0,63})\s{0,2}$/,
        needsObject: true,
      }),
    ],
    example: 'functions.get_tide:0{"harbour":"Whitby"}',
    source: "BerriAI/litellm#12679",
    date: read,
  },
  {
    id: "nova",
    models: "Amazon Nova, and prompts that ask for such tags",
    strength: "plain",
    signs: ["<tool", "<name>", "<function_name>"],
    mark: null,
    grammars: [
      nameThenArguments,
      tagBlocks({
        open: /<tool\s{1,9}name\s{0,3}=\s{0,3}["']?([\w.-]{1,64})["']?\s{0,9}>/g,
        close: /<\/tool>/g,
        parameter: {
          open: /<(?:parameter|param|argument|arg)\s{1,9}name\s{0,3}=\s{0,3}["']?([\w.-]{1,64})["']?\s{0,9}>/g,
          close: /<\/(?:parameter|param|argument|arg)>/g,
        },
      }),
    ],
    example: '<tool name="get_tide"><parameter name="harbour">Whitby</parameter></tool>',
    source: "strands-agents/harness-sdk#1891",
    date: read,
  },
  {
    id: "function-tag",
    models: "imitations of Llama's and Qwen's tags",
    strength: "plain",
    signs: ["<function ", "<function_call ", "<tool_call ", "<tool_use ", "<call "],
    mark: null,
    grammars: [
      tagBlocks({
        open: /<(?:function|function_call|tool_call|tool_use|call)\s{1,9}(?:name|tool|function)\s{0,3}=\s{0,3}["']?([\w.-]{1,64})["']?\s{0,9}>/g,
        close: /<\/(?:function|function_call|tool_call|tool_use|call)>/g,
        parameter: {
          open: /<(?:parameter|param|argument|arg)\s{1,9}name\s{0,3}=\s{0,3}["']?([\w.-]{1,64})["']?\s{0,9}>/g,
          close: /<\/(?:parameter|param|argument|arg)>/g,
        },
      }),
    ],
    example: '<function name="get_tide"><parameter name="harbour">Whitby</parameter></function>',
    source: "QwenLM/qwen-code#10692",
    date: read,
  },
  {
    id: "harmony",
    models: "gpt-oss without its namespace",
    strength: "plain",
    signs: ["to="],
    mark: null,
    grammars: [
      namedHeads({
        head: new RegExp(
          `(?:^|\\n|commentary|analysis|assistant|>)\\s{0,3}to=(?!functions\\.)${name}(?:[^{}"]{0,80}?)(?=\\{)`,
          "g",
        ),
        needsObject: true,
      }),
    ],
    example: 'commentary to=get_tide json{"harbour":"Whitby"}',
    source: "NousResearch/hermes-agent#84231",
    date: read,
  },
  {
    id: "gemma",
    models: "Gemma 4 and FunctionGemma without their tokens",
    strength: "plain",
    signs: ["call:"],
    mark: null,
    grammars: [namedHeads({ head: new RegExp(`\\bcall:(?:[\\w-]{1,40}:)?${name}(?=\\{)`, "g"), needsObject: true })],
    example: "call:get_tide{harbour: Whitby}",
    source: "unslothai/unsloth#5624",
    date: read,
  },
  {
    id: "calling-tool",
    models: "models that imitate a history written out as text, such as LFM2 and Qwen 3",
    strength: "plain",
    signs: ["[Calling tool"],
    mark: null,
    grammars: [
      namedHeads({ head: new RegExp(`\\[Calling tools?:?\\s{0,3}${name}\\(\\s{0,3}(?=\\{)`, "g"), needsObject: true }),
      codeAfter(/\[Calling tools?:?\s{0,3}/g),
    ],
    example: '[Calling tool: get_tide({"harbour": "Whitby"})]',
    source: "raullenchai/Rapid-MLX#1592",
    date: read,
  },
  {
    id: "react",
    models: "models prompted for ReAct, as LangChain does, and labels like it",
    strength: "plain",
    signs: ["\nAction Input:", "\nArguments:", "\nParameters:", "\narguments:", "\nparameters:", "\nInput:"],
    mark: null,
    grammars: [
      namedHeads({
        head: new RegExp(
          `(?:action|tool|function|name):\\s{0,3}\`?${name}\`?\\s{0,3}\\n\\s{0,3}(?:action input|arguments|parameters|input):\\s{0,3}(?:\`\`\`(?:json)?\\s{0,3})?`,
          "gi",
        ),
        needsObject: true,
      }),
    ],
    example: 'Action: get_tide\nAction Input: {"harbour": "Whitby"}',
    source: "langchain-ai/langchain libs/langchain/langchain/agents/output_parsers/react_single_input.py",
    date: read,
  },
  {
    id: "pythonic",
    models: "Llama 3.2 and 4, ToolACE",
    strength: "plain",
    signs: ["["],
    mark: null,
    grammars: [bracketedCode],
    example: '[get_tide(harbour="Whitby")]',
    source: "vllm-project/vllm tool_parsers/pythonic_tool_parser.py",
    date: read,
  },
];
