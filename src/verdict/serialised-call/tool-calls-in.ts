import type { Tool } from "../../chat/request.js";
import { escapeRegExp } from "../compare-text.js";
import { fits, propertiesOf } from "./call-shape.js";
import { codeCallsAt } from "./grammars/code-calls.js";
import { blocksIn, childTags } from "./grammars/tag-blocks.js";
import { parseObject } from "./json-objects.js";
import { looseObjectAt } from "./loose-value.js";
import type { ReadCall } from "./serialised-call.js";

/** Calls in tags that are named after a declared tool: `<get_tide><harbour>Whitby</harbour></get_tide>`, or with attributes. */
export function namedTagsIn(text: string, tools: readonly Tool[]): readonly ReadCall[] {
  if (tools.length === 0 || !text.includes("<")) return [];
  const names = alternatives(tools);
  const open = new RegExp(`<(${names})(\\s[^<>]{0,400})?>`, "g");
  return [...blocksIn(text, open, new RegExp(`</(?:${names})>`, "g"))].flatMap(({ head, body, isClosed, end }) => {
    const tool = tools.find(({ name }) => name === head[1]);
    const attributes = head[2] ?? "";
    if (tool === undefined) return [];
    const isAlone = attributes.trimEnd().endsWith("/");
    const given = isAlone || body.trim() === "" ? attributesIn(attributes) : (childTags(body) ?? parseObject(body));
    const isCall = given !== null && isOf(given, tool) && (isAlone || isClosed);
    const stop = isAlone ? head.index + head[0].length : end;
    return isCall ? [{ name: tool.name, arguments: given, at: head.index, end: stop }] : [];
  });
}

/** The calls that the whole text is, as code of declared tools, or as a declared name and its arguments; a code fence is taken off. */
export function wholeCallsIn(text: string, tools: readonly Tool[]): readonly ReadCall[] {
  if (tools.length === 0 || text.length > 20_000) return [];
  const fenced = /^\s*```\w{0,12}\s([\s\S]*?)\s*```\s*$/.exec(text)?.[1];
  const body = (fenced ?? text).trim();
  const at = text.indexOf(body);
  const listed = codeCallsAt(body, 0);
  const isCode =
    listed.length > 0 &&
    body.slice(listed.at(-1)?.end).replace(/[\s;]/g, "") === "" &&
    listed.every((call) => tools.some(({ name }) => name === call.name));
  if (isCode) return listed.map((call) => ({ ...call, at: call.at + at, end: call.end + at }));
  return namedObject(body, tools).map((call) => ({ ...call, at, end: at + body.length }));
}

/** `get_tide {"harbour": "Whitby"}`: what is left of many templates when their tokens are stripped. */
function namedObject(body: string, tools: readonly Tool[]): readonly ReadCall[] {
  const head = new RegExp(
    `^(?:function)?\\s{0,9}(${alternatives(tools)})\\s{0,9}(?:json|code)?\\s{0,9}(?:\`\`\`(?:json)?)?\\s{0,9}(?=\\{)`,
  );
  const named = head.exec(body);
  const tool = tools.find(({ name }) => name === named?.[1]);
  if (named === null || tool === undefined) return [];
  const { value, end } = looseObjectAt(body, named[0].length);
  const isWhole = /^[\s`]*$/.test(body.slice(end));
  return value !== undefined && isWhole && fits(value, tool) ? [{ name: tool.name, arguments: value, at: 0, end }] : [];
}

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
