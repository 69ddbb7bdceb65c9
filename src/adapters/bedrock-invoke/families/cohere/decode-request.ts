import type { JsonObject } from "../../../../chat/json.js";
import type { Message } from "../../../../chat/message.js";
import { objectsIn, stringIn } from "../../../draft/read-json.js";
import { decodedBody, namesOf, readSettings, type SettingNames } from "../../decode-request/decoded-body.js";
import type { DecodedBody } from "../family.js";
import { coherePlaces } from "./encode.js";

const names: SettingNames = Object.fromEntries(
  Object.entries(coherePlaces.places).map(([setting, name]) => [setting, [name]]),
);

/** Decodes a Command R body (`message`) or a Command body (`prompt`). */
export function decodeCohere(body: JsonObject): DecodedBody {
  const preamble = stringIn(body, "preamble");
  const opening: readonly Message[] =
    preamble === null ? [] : [{ role: "system", parts: [{ kind: "text", text: preamble }], name: null }];
  const asked = stringIn(body, "message") ?? stringIn(body, "prompt");
  return decodedBody(body, {
    messages: [...opening, ...history(body), ...(asked === null ? [] : [spoken("user", asked)])],
    settings: readSettings(body, names),
    members: ["message", "prompt", "preamble", "chat_history", ...namesOf(names)],
  });
}

function history(body: JsonObject): readonly Message[] {
  return (objectsIn(body, "chat_history") ?? []).flatMap((turn) => {
    const text = stringIn(turn, "message");
    return text === null ? [] : [spoken(stringIn(turn, "role") === "CHATBOT" ? "assistant" : "user", text)];
  });
}

function spoken(role: "user" | "assistant", text: string): Message {
  return { role, parts: [{ kind: "text", text }], name: null };
}
