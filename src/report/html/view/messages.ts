import type { Sheet } from "../../sheet/sheet.js";
import { pageIds } from "../data/sections.js";
import { type Html, html, type Part } from "../markup/html.js";
import { grouped } from "./numbers.js";

/** What known.yaml says of the run, folded: the list of the cells that need a look says it of each. `isStatic` false: its script writes the list. */
export function messagesHtml({ messages }: Pick<Sheet, "messages">, isStatic: boolean): Part {
  if (messages.length === 0) return null;
  const title = `${grouped(messages.length)} message${messages.length === 1 ? "" : "s"}`;
  return html`<details class="messages"><summary id="${pageIds.messages}">${title} about known.yaml</summary><div class="drawn">${isStatic ? messageList(messages) : null}</div></details>`;
}

export function messageList(messages: readonly string[]): Html {
  return html`<ul>${messages.map((message) => html`<li>${message}</li>`)}</ul>`;
}
