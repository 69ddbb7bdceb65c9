import { type ApiTable, wireApis } from "../../chat/api.js";
import { block, details } from "../markdown-text.js";

/** The same conversation after a tool result, as each wire API of `table` writes it; only ids are shortened. */
export function formatsSection(table: ApiTable = wireApis): string {
  return [
    "## The wire APIs side by side",
    "",
    "The same three turns, as each API writes them. A content block, a JSON document in place of JSON text, and a user",
    "turn in place of a `tool` turn are the translation that a provider has to undo for the model's own chat template.",
    "",
    ...details(
      "The bodies",
      table.flatMap(({ example: { heading, text } }, at) => [
        ...(at === 0 ? [] : [""]),
        ...[heading, "", block(text, { language: "json" })],
      ]),
    ),
  ].join("\n");
}
