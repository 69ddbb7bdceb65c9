import type { Material } from "../../../../verdict/evidence/material.js";
import { clientViewsMarkdown } from "../../../client-views/markdown.js";
import { code, plain } from "../../../markdown-text.js";
import { ageLines } from "../facts/age.js";
import { replyRows, requestRows } from "../facts/call-rows.js";
import { serverOfArm } from "../facts/place.js";
import { inForm } from "../facts/print.js";
import { withoutAccount } from "../facts/public-text.js";
import { symptomWords } from "../facts/symptom.js";
import { markLines, type VendorPage } from "../page.js";
import { bodyLines, factList } from "./blocks.js";

/**
 * An issue in the repository of a client, an SDK or a serving engine. It has no request id: its readers cannot look one up, and in public
 * it would tie the sender's account to the traffic.
 */
export const githubIssue: VendorPage = {
  name: "github-issue.md",
  reader: "the repository of the client, SDK or serving engine, in public",
  absent: issueReason,
  text: (material) => withoutAccount(issueText(material), material.facts),
};

function issueReason(material: Material): string | null {
  return subjectOf(material) === null
    ? "no client, SDK or serving engine of a public repository is what the evidence points at"
    : null;
}

type Subject = { readonly what: string; readonly ask: string };

/** What the issue is about: a client that reads or sends otherwise, or an engine that the sender runs. */
function subjectOf({ attribution, clientViews, failing }: Material): Subject | null {
  const isSdk = failing.verdict.cell.client === "sdk";
  if (attribution.party === "client")
    return {
      what: isSdk ? "the official SDK" : "the client",
      ask: "Say which of the two readings is meant; the bytes below are what arrived, and another decoder reads them otherwise.",
    };
  if (attribution.party === "adapter")
    return { what: "llm-parity", ask: "Correct the adapter; a second decoder reads the bytes otherwise." };
  if (["our-request", "account", "harness"].includes(attribution.party)) return null;
  const found = [...(clientViews?.streams.flatMap(({ findings }) => findings) ?? []), ...(clientViews?.findings ?? [])];
  const named = found.filter(({ kind }) => kind !== "clients-disagree").flatMap(({ clients }) => clients);
  if (named.length > 0)
    return {
      what: [...new Set(named)].map((id) => code(id)).join(", "),
      ask: "Tell an ended connection from a finished reply: the reply below was not whole, and the client reports a normal end.",
    };
  const isOwn =
    serverOfArm(failing) === failing.target.provider &&
    failing.target.baseUrl !== null &&
    failing.target.provider.startsWith("openai");
  return isOwn
    ? {
        what: "the serving engine [fill in: name, version, launch flags]",
        ask: "Say what the engine generated, and which parser made the reply of it.",
      }
    : null;
}

function issueText(material: Material): string {
  const { failing } = material;
  const subject = subjectOf(material);
  return [
    ...markLines(material),
    `# ${plain(failing.scenario.title)}: ${symptomWords(failing.verdict)}`,
    "",
    `About: ${subject?.what ?? "[fill in]"}`,
    "",
    ...ageLines(material),
    ...bodyLines(material, {
      asks: [
        `1. ${subject?.ask ?? "[fill in]"}`,
        "2. If it is known, say since which version, and how to work around it.",
      ],
      call: factList([...requestRows(failing, inForm), ...replyRows(failing, inForm)]),
      stepsFirst: [
        `- Offline, without a key: ${code("llm-parity clients wire/failing.har")} gives these bytes to each installed client.`,
      ],
      observedLast: viewLines(material),
    }),
  ].join("\n");
}

function viewLines({ clientViews }: Material): readonly string[] {
  return clientViews === null || clientViews.streams.length === 0 ? [] : ["", clientViewsMarkdown(clientViews)];
}
