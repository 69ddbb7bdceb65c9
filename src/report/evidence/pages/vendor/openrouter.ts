import type { Material } from "../../../../verdict/evidence/material.js";
import { code, plain, sourceLink } from "../../../markdown-text.js";
import { ageLines } from "../facts/age.js";
import { upstreamOf } from "../facts/place.js";
import { symptomWords } from "../facts/symptom.js";
import { markLines, type VendorPage } from "../page.js";
import { askLines } from "./asks.js";
import { bodyLines, callerReason, callList, factList } from "./blocks.js";

/** A report to OpenRouter, where the failing call was asked through it. No form of its own was found (2026-11-29). */
export const openrouterPage: VendorPage = {
  name: "openrouter.md",
  reader: "OpenRouter, by generation id",
  absent: (material) =>
    material.failing.target.provider === "openrouter"
      ? callerReason(material)
      : "the failing call was not asked through OpenRouter",
  text: openrouterText,
};

function openrouterText(material: Material): string {
  const { failing } = material;
  return [
    ...markLines(material),
    `# ${code(failing.target.providerModelId)}: ${symptomWords(failing.verdict)}, “${plain(failing.scenario.title)}”`,
    "",
    `Where: the help forum of OpenRouter's Discord (${sourceLink("https://openrouter.ai/docs/faq")}) or a request in its help center (${sourceLink("https://openrouter.zendesk.com")}), read 2026-11-29.`,
    "",
    ...ageLines(material),
    ...bodyLines(material, {
      asks: askLines(material, gatewayAsks),
      call: [...callList(failing), ...factList(generationRows(material))],
    }),
  ].join("\n");
}

const gatewayAsks: readonly string[] = [
  "Say which upstream served this generation, and with which finish reason of its own.",
  "Say whether anything changed the request on the way (transforms, plugins, presets, guardrails, tool-call ids), and what the upstream received.",
  "Say whether the upstream knows of it, or whom we should ask there.",
];

/** How the vendor's own record of the call is read; null members are not there. Source: openrouter.ai/docs (generation), 2026-11-29. */
function generationRows({ failing }: Material): readonly (readonly [string, string])[] {
  const { target, turn } = failing;
  const { reply } = turn;
  const upstream = upstreamOf(failing);
  const isId = reply.id !== null && /^gen-[\w-]{1,100}$/.test(reply.id);
  return [
    ["upstream's own finish reason", reply.finish?.nativeRaw == null ? "not reported" : code(reply.finish.nativeRaw)],
    ["upstream that served it", upstream === null ? "not named" : code(upstream)],
    ["pinned to", target.upstreamPin === null ? "no upstream" : code(target.upstreamPin)],
    [
      "the generation's record",
      isId
        ? code(
            `curl -H "Authorization: Bearer $OPENROUTER_API_KEY" "https://openrouter.ai/api/v1/generation?id=${reply.id}"`,
            300,
          )
        : "no generation id arrived; find it by time and model in the activity of the account",
    ],
  ];
}
