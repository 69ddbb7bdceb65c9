/**
 * The source of a pattern for a special token, such as `tool_call_begin` in `<|tool_call_begin|>`: also with full-width bars, and
 * with a blank on either side of a bar. `_` in the name is written as `_` or as `▁`.
 */
export function token(name: string): string {
  return `<${gap}[|｜]${gap}${name.replaceAll("_", "[_▁]")}${gap}[|｜]${gap}>`;
}

/** The source of a pattern for a tag, such as `tool_call` in `<tool_call>`, also with blanks inside. */
export function tag(name: string): string {
  return `<${gap}${name}${gap}>`;
}

const gap = "[ \\t]{0,2}";

/** A tool's name as models write it. */
export const name = "([A-Za-z_][\\w.-]{0,63})";
