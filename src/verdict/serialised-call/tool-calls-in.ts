import type { JsonObject } from "../../chat/json.js";
import type { Tool } from "../../chat/request.js";
import { schemaBreaches } from "../checks/arguments-schema.js";
import { escapeRegExp } from "../compare-text.js";
import { fits, propertiesOf, shapedCalls } from "./call-shape.js";
import { codeCallsAt } from "./grammars/code-calls.js";
import { blocksIn, childTags } from "./grammars/tag-blocks.js";
import { parseObject } from "./json-objects.js";
import { looseObjectAt } from "./loose-value.js";
import type { ReadCall } from "./serialised-call.js";

/** Calls in tags that are named after a declared tool: `<get_tide><harbour>Whitby</harbour></get_tide>`, or with attributes. */
export function namedTagsIn(text: string, tools: readonly Tool[]): readonly ReadCall[] {
  if (tools.length === 0 || !text.includes("<")) return [];
  const names = alternatives(tools);
  const open = new RegExp(`<\\s?(${names})(/|\\s[^<>]{0,400})?>`, "g");
  return [...blocksIn(text, open, new RegExp(`</\\s?(?:${names})\\s?>`, "g"))].flatMap(
    ({ head, body, isClosed, end }) => {
      const tool = tools.find(({ name }) => name === head[1]);
      const attributes = head[2] ?? "";
      if (tool === undefined) return [];
      const isAlone = attributes.trimEnd().endsWith("/");
      const given = isAlone || body.trim() === "" ? attributesIn(attributes) : (childTags(body) ?? parseObject(body));
      const isCall = given !== null && isOf(given, tool) && (isAlone || isClosed);
      const stop = isAlone ? head.index + head[0].length : end;
      return isCall ? [{ name: tool.name, arguments: given, at: head.index, end: stop }] : [];
    },
  );
}

/**
 * The calls that the whole text is: code of declared tools (`pythonic`), or a declared name and its arguments, or JSON of a call
 * that cannot be parsed (`bare-json`). A code fence is taken off.
 */
export function wholeCallsIn(
  text: string,
  tools: readonly Tool[],
): readonly (ReadCall & { readonly dialect: string })[] {
  if (tools.length === 0 || text.length > 20_000) return [];
  const fenced = /^\s*```\w{0,12}\s([\s\S]*?)\s*```\s*$/.exec(text)?.[1];
  const body = (fenced ?? text).trim();
  const at = text.indexOf(body);
  const listed = codeCallsAt(body, 0);
  const isCode =
    listed.length > 0 &&
    body.slice(listed.at(-1)?.end).replace(/[\s;]/g, "") === "" &&
    listed.every((call) => tools.some(({ name }) => name === call.name));
  if (isCode) return listed.map((call) => ({ ...call, at: call.at + at, end: call.end + at, dialect: "pythonic" }));
  const whole = { at, end: at + body.length };
  const lines = linesOf(body, tools).map((call) => ({ ...call, ...whole, dialect: "glm" }));
  if (lines.length > 0) return lines;
  const bare = [namedObject, looseJson, brokenJson].map((read) => read(body, tools)).find((calls) => calls.length > 0);
  return (bare ?? []).map((call) => ({ ...call, ...whole, dialect: "bare-json" }));
}

/** `get_tide {"harbour": "Whitby"}`: what is left of many templates when their tokens are stripped. */
function namedObject(body: string, tools: readonly Tool[]): readonly ReadCall[] {
  const head = new RegExp(
    `^(?:functions?\\.?)?\\s{0,9}(${alternatives(tools)})\\s{0,9}(?:json|code)?\\s{0,9}(?:\`\`\`(?:json)?)?\\s{0,9}(?=\\{)`,
  );
  const named = head.exec(body);
  const tool = tools.find(({ name }) => name === named?.[1]);
  if (named === null || tool === undefined) return [];
  const { value, end } = looseObjectAt(body, named[0].length);
  const isWhole = /^[\s`]*$/.test(body.slice(end));
  return value !== undefined && isWhole && suits(value, tool)
    ? [{ name: tool.name, arguments: value, at: 0, end }]
    : [];
}

/** What is left of GLM's calls without its tags: the name, then keys and values, each on a line of its own. */
function linesOf(body: string, tools: readonly Tool[]): readonly ReadCall[] {
  const [first, ...rest] = body.split("\n").map((line) => line.trim());
  const tool = tools.find(({ name }) => name === first);
  if (tool === undefined || rest.length === 0 || rest.length % 2 !== 0 || rest.length > 40) return [];
  const pairs = rest.flatMap((key, index) => (index % 2 === 0 ? [[key, rest[index + 1] ?? ""] as const] : []));
  if (!pairs.every(([key]) => Object.hasOwn(propertiesOf(tool), key))) return [];
  return [{ name: tool.name, arguments: Object.fromEntries(pairs), at: 0, end: body.length }];
}

/** An object that is nearly JSON, such as Python's `{'name': 'get_tide', 'arguments': {…}}`. */
function looseJson(body: string, tools: readonly Tool[]): readonly ReadCall[] {
  const { value, end } = looseObjectAt(body, 0);
  if (value === undefined || body.slice(end).trim() !== "") return [];
  const tool = tools.find(({ name }) => name === value["name"]);
  const isNameAlone = Object.keys(value).every(
    (key) => key === "name" || (key === "type" && value["type"] === "function"),
  );
  if (tool !== undefined && isNameAlone && suits({}, tool)) return [{ name: tool.name, arguments: null, at: 0, end }];
  return shapedCalls(value, tools)
    .filter((call) => tools.some(({ name }) => name === call.name))
    .map(({ name, arguments: given }) => ({ name, arguments: given, at: 0, end }));
}

/** As `fits`, and for `{}` where the tool requires nothing. */
function suits(value: JsonObject, tool: Tool): boolean {
  return fits(value, tool) || (Object.keys(value).length === 0 && schemaBreaches(value, tool.parameters).length === 0);
}

/** JSON of a call that cannot be parsed, because it breaks off or has quotes in its strings. */
function brokenJson(body: string, tools: readonly Tool[]): readonly ReadCall[] {
  const name = brokenCall.exec(body)?.[1];
  return name !== undefined && tools.some((tool) => tool.name === name)
    ? [{ name, arguments: null, at: 0, end: body.length }]
    : [];
}

const brokenCall =
  /^(?:```(?:json)?\s{0,9})?\[?\s{0,9}\{\s{0,9}(?:"type"\s{0,3}:\s{0,3}"function"\s{0,3},\s{0,9})?(?:"function"\s{0,3}:\s{0,3}\{\s{0,9})?"(?:name|tool|tool_name|function)"\s{0,3}:\s{0,3}"(?:functions\.)?([\w.-]{1,64})"\s{0,3},\s{0,9}"(?:arguments|parameters|input|args)"\s{0,3}:/;

function alternatives(tools: readonly Tool[]): string {
  return [...tools]
    .sort((a, b) => b.name.length - a.name.length)
    .map(({ name }) => escapeRegExp(name))
    .join("|");
}

/** True when every member is an argument of the tool; without members only for a name that is no plain word. */
function isOf(given: object, tool: Tool): boolean {
  const declared = propertiesOf(tool);
  const members = Object.keys(given);
  if (members.length === 0) return /[_A-Z.-]/.test(tool.name) && Object.keys(declared).length === 0;
  return members.every((member) => Object.hasOwn(declared, member));
}

function attributesIn(source: string): { readonly [name: string]: string } {
  return Object.fromEntries(
    [...source.matchAll(/([A-Za-z_][\w.-]{0,63})\s{0,3}=\s{0,3}(?:"([^"]*)"|'([^']*)')/g)].map((one) => [
      one[1] ?? "",
      one[2] ?? one[3] ?? "",
    ]),
  );
}
