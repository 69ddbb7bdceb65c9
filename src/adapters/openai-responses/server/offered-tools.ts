import { isJsonObject, type JsonObject, type JsonValue } from "../../../chat/json.js";
import { listAt, textAt } from "../../openai/wire-members.js";

/** A function or custom tool of a request, as a model is offered it. */
export type OfferedTool = {
  /** The name that the model reads: that of a nested tool begins with its namespace, since no other API has namespaces. */
  readonly name: string;
  /** The client's own name, and the namespace that it stands in; null: in none. */
  readonly own: string;
  readonly namespace: string | null;
  /** True: its input is a text. Models get a function with one argument, `input`. */
  readonly isCustom: boolean;
  /** Its place in the client's body: `tools[0]`, or `tools[2].tools[1]` inside a namespace. */
  readonly place: string;
  readonly definition: JsonObject;
};

/**
 * The function and custom tools of a request, those in namespaces among them, in their order. The same tools always get the same names, so
 * that a call of the reply finds its namespace again. Tools of other types, and what is no tool, are left out.
 */
export function offeredTools(tools: JsonValue | undefined): readonly OfferedTool[] {
  const found = Array.isArray(tools) ? tools.flatMap((tool, index) => toolsAt(tool, `tools[${index}]`)) : [];
  const taken = new Set(found.flatMap(({ own, namespace }) => (namespace === null ? [own] : [])));
  return found.map((tool) => {
    if (tool.namespace === null) return { ...tool, name: tool.own };
    const name = freeName(flatName(tool.namespace, tool.own), taken);
    taken.add(name);
    return { ...tool, name };
  });
}

/** The name that a model reads for a client's call; null: its tools do not have the called one. */
export function offeredName(tools: readonly OfferedTool[], own: string, namespace: string | null): string | null {
  return tools.find((tool) => tool.own === own && tool.namespace === namespace)?.name ?? null;
}

/** The name of a nested tool. Two underscores: names of tools have no other sign that every API takes. */
export function flatName(namespace: string, own: string): string {
  return `${namespace}__${own}`;
}

type Found = Omit<OfferedTool, "name">;

function toolsAt(tool: JsonValue, place: string): readonly Found[] {
  if (!isJsonObject(tool)) return [];
  if (tool["type"] !== "namespace") return toolAt(tool, place, null);
  const nested = listAt(tool, "tools") ?? [];
  return nested.flatMap((one, index) =>
    isJsonObject(one) ? toolAt(one, `${place}.tools[${index}]`, textAt(tool, "name")) : [],
  );
}

function toolAt(definition: JsonObject, place: string, namespace: string | null): readonly Found[] {
  const own = textAt(definition, "name");
  const isCustom = definition["type"] === "custom";
  if (own === null || (!isCustom && definition["type"] !== "function")) return [];
  return [{ own, namespace, isCustom, place, definition }];
}

function freeName(name: string, taken: ReadonlySet<string>): string {
  let free = name;
  for (let count = 2; taken.has(free); count += 1) free = `${name}_${count}`;
  return free;
}
