import { seededRandom } from "../../../../chat/seeded-random.js";
import type { Source } from "../../../../chat/target.js";

/** A form of tool-call ids. `write`: the id of the call with this number (from 0, over the whole conversation) of this tool. */
export type CallIdForm = {
  readonly id: string;
  readonly says: string;
  readonly pattern: RegExp;
  readonly write: (tool: string, number: number) => string;
} & Source;

const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const lettersAndDigits = `${letters}0123456789`;
const read = "2026-11-29";

/** Every form that a source documents, the likeliest cure first. A new one is a line here. */
export const callIdForms: readonly CallIdForm[] = [
  {
    id: "native",
    says: "functions.NAME:N, as Kimi writes it",
    pattern: /^functions\.[\w-]+:\d+$/,
    write: (tool, number) => `functions.${tool}:${number}`,
    source: "MoonshotAI/Kimi-K2 docs/tool_call_guidance.md",
    date: read,
  },
  random("tooluse", "tooluse_ and 22 characters, as Converse mints it", {
    prefix: "tooluse_",
    length: 22,
    source: "https://docs.aws.amazon.com/bedrock/latest/userguide/tool-use-examples.html",
  }),
  random("call", "call_ and 24 characters, as OpenAI mints it", {
    prefix: "call_",
    length: 24,
    source: "https://platform.openai.com/docs/guides/function-calling",
  }),
  random("toolu", "toolu_ and 24 characters, as Anthropic mints it", {
    prefix: "toolu_",
    length: 24,
    source: "https://platform.claude.com/docs/en/agents-and-tools/tool-use/handle-tool-calls",
  }),
  random("nine", "nine letters and digits, as Mistral wants it", {
    prefix: "",
    length: 9,
    source: "anomalyco/opencode#1680",
  }),
  random("vllm", "chatcmpl-tool- and 16 hexadecimal digits, as vLLM mints it", {
    prefix: "chatcmpl-tool-",
    length: 16,
    characters: "0123456789abcdef",
    source: "public logs of vLLM servers (Kimi, Qwen, Gemma)",
  }),
  {
    id: "native-sanitised",
    says: "functions_NAME_N, which some clients make of Kimi's form",
    pattern: /^functions_[\w-]+_\d+$/,
    write: (tool, number) => `functions_${tool}_${number}`,
    source: "exo-explore/exo#2281",
    date: read,
  },
  random("length-24", "24 letters and digits", {
    prefix: "",
    length: 24,
    source: "a neutral id of the length of the common forms",
  }),
];

/** The forms, and for an `example` that none of them describes (a level `like:…`) one of its own. */
export function callIdFormOf(level: string): CallIdForm | null {
  if (!level.startsWith("like:")) return callIdForms.find(({ id }) => id === level) ?? null;
  const example = level.slice("like:".length);
  return {
    id: level,
    says: `of the shape of ${example}`,
    pattern: new RegExp(`^${[...example].map(classOf).join("")}$`),
    write: (tool, number) => shaped(example, randomOf(`${tool} ${number} ${example}`)),
    source: "models.yaml",
    date: read,
  };
}

type Shape = {
  readonly prefix: string;
  readonly length: number;
  readonly characters?: string;
  readonly source: string;
};

function random(id: string, says: string, shape: Shape): CallIdForm {
  const { prefix, length, source, characters = lettersAndDigits } = shape;
  return {
    ...{ id, says, source, date: read },
    // A prefix tells the form, whatever the length: examples of one service differ by a few characters.
    pattern: new RegExp(`^${prefix}[A-Za-z0-9_-]{${prefix === "" ? length : `${length - 8},${length + 8}`}}$`),
    write: (tool, number) => {
      const next = randomOf(`${prefix} ${tool} ${number}`);
      return prefix + Array.from({ length }, () => pick(characters, next)).join("");
    },
  };
}

/** Keeps what stands before the last separator, and replaces letters and digits after it by others of their kind. */
function shaped(example: string, next: () => number): string {
  const kept = example.search(/[A-Za-z0-9]*$/);
  const varied = [...example.slice(kept)].map((character) => {
    if (/[0-9]/.test(character)) return pick("0123456789", next);
    return pick(/[a-z]/.test(character) ? letters.slice(26) : letters.slice(0, 26), next);
  });
  return example.slice(0, kept) + varied.join("");
}

function classOf(character: string): string {
  if (/[A-Za-z0-9]/.test(character)) return "[A-Za-z0-9]";
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

function pick(characters: string, next: () => number): string {
  return characters.charAt(Math.floor(next() * characters.length));
}

function randomOf(text: string): () => number {
  return seededRandom([...text].reduce((sum, character) => Math.imul(sum ^ character.charCodeAt(0), 0x01000193), 17));
}
