import type { ClientView } from "../../verdict/client-views/client-views.js";
import { digestOf, vendorWord } from "./digest-text.js";

/**
 * What a client shows of a private recording, without any text of the reply: lengths and hashes stand in their place. Each member is named, so that a
 * new one is decided on too.
 */
export function withholdView(view: ClientView): ClientView {
  const { finish, error } = view;
  return {
    ...{ client: view.client, outcome: view.outcome, text: null },
    ...{ textLength: view.textLength, reasoningLength: view.reasoningLength },
    calls: view.calls.map(({ name }) => ({ name: digestOf(name), arguments: null })),
    finish: finish === null ? null : vendorWord(finish),
    outputTokens: view.outputTokens,
    error: error === null ? null : { name: error.name === null ? null : vendorWord(error.name), message: "withheld" },
    requests: view.requests,
  };
}
