import type { FamilyName } from "../profile.js";
import { anthropic } from "./anthropic.js";
import { ai21, deepseekV3, gptOss, mistralChat, moonshot } from "./chat-family.js";
import { cohere } from "./cohere.js";
import type { Family } from "./family.js";
import { nova } from "./nova.js";
import { deepseekR1, llama, mistralText, titan } from "./text-families.js";

/** Every body family, by name. */
export const familiesByName: { readonly [name in FamilyName]: Family } = {
  anthropic,
  moonshot,
  "mistral-chat": mistralChat,
  "mistral-text": mistralText,
  llama,
  "deepseek-r1": deepseekR1,
  "deepseek-v3": deepseekV3,
  titan,
  nova,
  "gpt-oss": gptOss,
  cohere,
  ai21,
};
