import { type ModelDate, takeDate } from "./model-date.js";
import { families, sideWords, variants, vendorFamilies } from "./model-words.js";

/**
 * What the id of a model says about it. `version`: its digits, without zeros at the end (`4.5`, `4-5`, `4p5` and `45` are alike).
 * `sizes`: parameters and context (`70b`, `a22b`, `128k`). `variants`: words for another model of the family, such as `mini`.
 * `unknown`: words that no table has.
 */
export type ModelName = {
  readonly families: readonly string[];
  readonly version: string;
  readonly sizes: readonly string[];
  readonly contexts: readonly string[];
  readonly variants: readonly string[];
  readonly date: ModelDate | null;
  readonly unknown: readonly string[];
};

/** Reads an id in any of its forms: with vendor, geography, ARN or path before it, with revision or serving suffix after it. */
export function readModelId(id: string): ModelName {
  const { name, before } = splitId(id);
  const { date, rest } = takeDate(name);
  const { words, numbers, sizes, contexts } = readParts(rest);
  const own = words.flatMap((word) => familyOf.get(word) ?? []);
  const known = unique(own.length > 0 ? own : before.flatMap((word) => vendorFamilies.get(word) ?? []));
  const others = words.filter((word) => !familyOf.has(word));
  const isVariant = (word: string) => (variantsOf.get(word) ?? []).some((only) => only === "*" || known.includes(only));
  return {
    families: known,
    version: joinVersion(numbers),
    sizes: unique(sizes),
    contexts: unique(contexts),
    variants: unique(others.filter(isVariant)),
    date,
    unknown: unique(others.filter((word) => word.length > 1 && !isVariant(word) && !sideWords.has(word))),
  };
}

const familyOf: ReadonlyMap<string, string> = new Map(
  families.flatMap(({ family, words }) => words.map((word): [string, string] => [word, family])),
);

/** Each word of a variant, and the families in which it is one; `*`: all. */
const variantsOf: ReadonlyMap<string, readonly string[]> = new Map(
  variants.flatMap(({ words, only }) => words.map((word): [string, readonly string[]] => [word, only ?? ["*"]])),
);

/** In characters; the longest id in use is an ARN of about 170. */
const maxLength = 500;

/** The name of the model, and the words of what stands before it. */
function splitId(id: string): { readonly name: string; readonly before: readonly string[] } {
  const plain = decoded(id.slice(0, maxLength).trim())
    .toLowerCase()
    .replace(/^arn:.*\//, "");
  const unfolded = plain
    .replace(/[#?[].*$/, "")
    .replace(/@preset\/.*$/, "")
    .replaceAll("--", "/");
  const segments = unfolded.split("/").filter((one) => one !== "" && !isStorage(one));
  const last = segments.at(-1) ?? "";
  const { name, vendors } = withoutVendor(last.replace(/^ft:([^:]+):.*$/, "$1-finetuned"));
  const before = segments.slice(0, -1).flatMap((segment) => segment.split(/[^a-z0-9]+/));
  return { name: withoutRevision(name, vendors.length > 0).replace(/[_@ ]/g, "-"), before: [...before, ...vendors] };
}

/** Folders of a local store, such as Hugging Face's cache. */
function isStorage(segment: string): boolean {
  return /^(?:snapshots|blobs|refs|main|models|[0-9a-f]{32,})$/.test(segment);
}

/** Strips `us.`, `anthropic.` and the like, one after the other. A name with a digit before its dot (`gpt-4.1`) stays. */
function withoutVendor(segment: string): { readonly name: string; readonly vendors: readonly string[] } {
  const found = /^((?:(?:[a-z]+(?:-[a-z]+)*|ai21)\.)+)(?=.)/.exec(segment)?.[1] ?? "";
  return { name: segment.slice(found.length), vendors: found.split(".").filter((word) => word !== "") };
}

/**
 * Strips the revision of a Bedrock id (`-v1:0`, `-1:0`, `-v1`) where another number is left, and a suffix after a colon without a
 * digit (`:free`, `:latest`, `:groq`). What is left after a colon belongs to the name (`llama3:8b`, `claude-v2:1`).
 */
function withoutRevision(segment: string, isBedrock: boolean): string {
  const name = segment.replace(/\.(?:gguf|safetensors|bin|pt)$/, "");
  const bare = name
    .replace(/-v?\d+:\d+(?::[a-z0-9]+)?$/, "")
    .replace(isBedrock ? /-v\d+(?:-\d+)?$/ : /(?:(?<=\d)-v\d+(?:-\d+)?|-v1)$/, "");
  const kept = /\d/.test(bare) ? bare : name;
  return kept
    .replace(/:[^:\d]*(?=:|$)/g, "")
    .replace(/:(?=\d+$)/, ".")
    .replaceAll(":", "-");
}

/** Quantisations (`fp8`, `q4-k-m`, `4bit`, `w4a16`), which change how a model is served. */
const quantisation =
  /(?<![a-z0-9])(?:i?q\d(?:-(?:k|m|s|l|xl|xs|xxs|nl|\d))*|[fb]p?f?\d+|(?:nv|mx)fp\d+|u?int\d+|w\d+a\d+|\d+-?bits?)(?![a-z0-9])/g;
const size = /(?<![a-z0-9.])(?:\d+x)?[ae]?\d+(?:\.\d+)?(?:[bt]|e)(?![a-z0-9])/g;
const context = /(?<![a-z0-9.])\d+[km](?![a-z0-9])/g;
/** Contexts in tokens, as in `llama3-70b-8192`. */
const plainContext = /(?<![a-z0-9.])(?:2048|4096|8192|16384|32768|65536|131072|262144)(?![a-z0-9])/g;
/** Gemini's revisions: `gemini-1.5-pro-002`. */
const revision = /-0\d\d$/;

function readParts(name: string) {
  const served = name
    .replace(/(?<=\d)p(?=\d)/g, ".")
    .replace(quantisation, "-")
    .replace(plainContext, "-");
  const sizes = served.match(size) ?? [];
  const contexts = served.match(context) ?? [];
  const bare = served.replace(size, "-").replace(context, "-").replace(revision, "");
  // A revision beside a version: `claude-3-5-sonnet-v2@20241022`.
  const rest = bare.replace(/(?<=\d.*)-v\d+-*$/, "");
  // OpenAI's o-series has a letter for its name.
  const parts = rest.replace(/^-*o(?=\d)/, "oseries-").match(/\p{L}+|\d+/gu) ?? [];
  return {
    words: parts.filter((part) => !/^\d/.test(part)),
    numbers: parts.filter((part) => /^\d/.test(part)),
    sizes,
    contexts,
  };
}

function joinVersion(numbers: readonly string[]): string {
  const last = numbers.findLastIndex((part) => Number(part) !== 0);
  return numbers.slice(0, last + 1).join("");
}

function decoded(id: string): string {
  try {
    return decodeURIComponent(id);
  } catch {
    return id;
  }
}

function unique(words: readonly string[]): readonly string[] {
  return [...new Set(words)];
}
