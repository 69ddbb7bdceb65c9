import type { Target } from "../../../chat/target.js";
import { ai21Family } from "./ai21.js";
import { anthropicFamily } from "./anthropic.js";
import { cohereFamily } from "./cohere.js";
import { deepseekR1Family } from "./deepseek-r1.js";
import { deepseekV3Family } from "./deepseek-v3.js";
import type { Family, FamilyId } from "./family.js";
import { gptOssFamily } from "./gpt-oss.js";
import { llamaFamily } from "./llama.js";
import { mistralChatFamily } from "./mistral-chat.js";
import { mistralTextFamily } from "./mistral-text.js";
import { moonshotFamily } from "./moonshot.js";
import { novaFamily } from "./nova.js";
import { titanFamily } from "./titan.js";

/** The family with that name; null when there is none. */
export function familyNamed(name: string): Family | null {
  return byName.get(name) ?? null;
}

/** The body family of a target (`quirks.family`, from models.yaml); a message about what is missing when it has none. */
export function familyOf(target: Target): Family | string {
  const name = target.quirks.family;
  if (name === null) return `no body family for target ${target.id}: set quirks.family for it in models.yaml`;
  return familyNamed(name) ?? `unknown body family ${name} for target ${target.id} in models.yaml; known: ${known}`;
}

const families: { readonly [id in FamilyId]: Family } = {
  anthropic: anthropicFamily,
  moonshot: moonshotFamily,
  "mistral-chat": mistralChatFamily,
  "mistral-text": mistralTextFamily,
  llama: llamaFamily,
  "deepseek-r1": deepseekR1Family,
  "deepseek-v3": deepseekV3Family,
  titan: titanFamily,
  nova: novaFamily,
  "gpt-oss": gptOssFamily,
  cohere: cohereFamily,
  ai21: ai21Family,
};

const byName: ReadonlyMap<string, Family> = new Map(Object.entries(families));
const known = [...byName.keys()].join(", ");
