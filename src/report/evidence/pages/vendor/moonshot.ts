import type { Material } from "../../../../verdict/evidence/material.js";
import { readModelId } from "../../../../verdict/same-model/read-model-id.js";
import { counted } from "../../../counted.js";
import { code, plain, sourceLink } from "../../../markdown-text.js";
import { ageLines } from "../facts/age.js";
import type { FactRow } from "../facts/call-rows.js";
import { placeWords, serverOfArm, wasServedBy } from "../facts/place.js";
import { symptomWords } from "../facts/symptom.js";
import { markLines, sentName, type VendorPage } from "../page.js";
import { askLines, numbered } from "./asks.js";
import { bodyLines, callerReason, callList, factList } from "./blocks.js";
import { rowsOf, rowsText } from "./k2vv-rows.js";

/** A report to Moonshot AI, where its endpoint was asked, or where the evidence names its model. */
export const moonshotPage: VendorPage = {
  name: "moonshot.md",
  reader: "Moonshot AI, beside rows of K2-Vendor-Verifier",
  absent: moonshotReason,
  text: moonshotText,
  beside: (material) => {
    const text = rowsText(rowsOf(material));
    return text === "" ? [] : [{ path: sentName(material, "k2vv.jsonl"), text }];
  },
};

function moonshotReason(material: Material): string | null {
  const { attribution, failing } = material;
  const isKimi = readModelId(failing.target.providerModelId).families.includes("kimi");
  const isAsked = wasServedBy("moonshot", material) || attribution.party === "model";
  return isKimi && isAsked
    ? callerReason(material)
    : "Moonshot AI was not asked, and the evidence does not name its model";
}

function moonshotText(material: Material): string {
  const { failing } = material;
  return [
    ...markLines(material),
    `# ${code(failing.target.providerModelId)}: ${symptomWords(failing.verdict)}, “${plain(failing.scenario.title)}”`,
    "",
    `Where: ${code("contact-kvv@kimi.com")}, or MoonshotAI/K2-Vendor-Verifier issue 9 for a test case (its README and that of MoonshotAI/Kimi-Vendor-Verifier, read 2026-11-29).`,
    "",
    ...ageLines(material),
    ...bodyLines(material, {
      asks: serverOfArm(failing) === "moonshot" ? askLines(material, modelAsks) : numbered(modelAsks),
      call: [...callList(failing), ...factList(modelRows(material))],
      stepsLast: verifierLines(material),
    }),
  ].join("\n");
}

const modelAsks: readonly string[] = [
  "Say whether this history is legal for the model as its template reads it: the form of the tool-call ids, and whether reasoning has to stand beside the calls.",
  "Say what your own endpoint changes in such a request before the model sees it.",
];

/** Settings that Moonshot's own rules are about, and the address of a call over its API where one is shown. */
function modelRows({ failing, working, chat }: Material): readonly FactRow[] {
  const { reasoning, temperature } = failing.turn.request;
  const own = [working, chat].find((arm) => arm !== null && serverOfArm(arm) === "moonshot");
  return [
    [
      "thinking",
      reasoning === null || reasoning.mode === "default" ? "not sent: the model's default" : code(reasoning.mode),
    ],
    ["temperature", temperature === null ? "not sent" : String(temperature)],
    ...(own === undefined || own === null
      ? []
      : [
          [
            "the same question, served by you",
            `${placeWords(own)}, ${code(own.wire.host)}, at ${code(own.wire.startedAt)}, id ${code(own.turn.reply.id ?? "none")}`,
          ] as const,
        ]),
  ];
}

/** The rows for Moonshot's verifier, and why there are none. */
function verifierLines(material: Material): readonly string[] {
  const rows = rowsOf(material);
  const file = sentName(material, "k2vv.jsonl");
  const source = sourceLink("https://github.com/MoonshotAI/K2-Vendor-Verifier");
  if (rows.length === 0)
    return [
      "",
      "No rows of K2-Vendor-Verifier: none of the shown calls uses chat-completions, and a translated body of another API would not be the one that was sent.",
    ];
  const isOther = !rows.some(({ arm }) => arm === "failing");
  return [
    "",
    `${code(file)} has ${counted(rows.length, "row")} of ${source} (members of \`tool_calls_eval.py\` at 0bc5061, read 2026-11-29): ${rows.map(({ arm }) => `the ${arm} call`).join(", ")}.${isOther ? " The failing call uses another API: its request is in `requests/failing.json`." : ""} As samples for it:`,
    "",
    `- ${code(`jq -c .request ${file} > samples.jsonl`)}`,
    `- ${code("python tool_calls_eval.py samples.jsonl --model MODEL --base-url URL")}, with \`--extra-body\` where the row has an \`extra_body\``,
  ];
}
