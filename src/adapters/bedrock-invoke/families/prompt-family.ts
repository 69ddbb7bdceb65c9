import type { JsonObject } from "../../../chat/json.js";
import type { ChatRequest } from "../../../chat/request.js";
import type { EnvelopeTags } from "../../draft/envelope.js";
import { objectIn, stringIn } from "../../draft/read-json.js";
import { type Draft, update } from "../../draft/stream-state.js";
import { closeEnveloped, writeEnveloped, writeText } from "../../draft/write-parts.js";
import { decodedBody, namesOf, readSettings, type SettingNames } from "../decode-request/decoded-body.js";
import { type PromptTemplate, writePrompt } from "../encode/prompt.js";
import { type SettingPlaces, writeSettings } from "../encode/settings.js";
import { type DecodedBody, type Family, type FamilyId, type FamilyOptions, familyBody } from "./family.js";

/** The differences between the families with one text in and one text out. */
export type PromptFamily = {
  readonly id: FamilyId;
  readonly template: PromptTemplate;
  readonly settings: SettingPlaces;
  /** The member that holds the text. */
  readonly promptMember: string;
  /** The member that holds the settings; null: they are beside the text. */
  readonly settingsMember: string | null;
  readonly envelope: EnvelopeTags | null;
  readonly readReply: (draft: Draft, body: JsonObject) => void;
  readonly readRecord: (draft: Draft, record: JsonObject) => void;
};

export function promptFamily(family: PromptFamily): Family {
  return {
    id: family.id,
    formats: [],
    encode: (request, options) => encodePrompt(family, request, options),
    readReply: family.readReply,
    readRecord: family.readRecord,
    close: (draft) => {
      if (family.envelope !== null) closeEnveloped(draft, family.envelope);
    },
    decodeRequest: (body) => decodePrompt(family, body),
  };
}

/** Emits the text of a reply or record; null: it has none. */
export function writeFamilyText(draft: Draft, envelope: EnvelopeTags | null, text: string | null): void {
  if (text === null) return;
  update(draft, { recognised: true });
  if (envelope === null) writeText(draft, "text", text);
  else writeEnveloped(draft, envelope, text);
}

function encodePrompt(family: PromptFamily, request: ChatRequest, options: FamilyOptions) {
  const written = writePrompt(request, family.template, { family: family.id, options });
  if (written.kind !== "prompt") return written;
  const { members, warnings } = writeSettings(request, family.settings, options);
  const text = { [family.promptMember]: written.prompt };
  const nested = family.settingsMember;
  const settings = nested === null ? members : Object.keys(members).length === 0 ? {} : { [nested]: members };
  return familyBody({ ...text, ...settings }, [...written.warnings, ...warnings]);
}

/** Decodes the prompt as one user message that keeps its template: what was sent is the evidence. */
function decodePrompt(family: PromptFamily, body: JsonObject): DecodedBody {
  const text = stringIn(body, family.promptMember);
  const names: SettingNames = Object.fromEntries(
    Object.entries(family.settings.places).map(([setting, name]) => [setting, [name]]),
  );
  const settings = family.settingsMember === null ? body : (objectIn(body, family.settingsMember) ?? {});
  return decodedBody(body, {
    messages: text === null ? [] : [{ role: "user", parts: [{ kind: "text", text }], name: null }],
    settings: readSettings(settings, names),
    members: [family.promptMember, ...(family.settingsMember === null ? namesOf(names) : [family.settingsMember])],
  });
}
