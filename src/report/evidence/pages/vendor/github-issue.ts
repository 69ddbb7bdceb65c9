import type { Material } from "../../../../verdict/evidence/material.js";
import { clientViewsMarkdown } from "../../../client-views/markdown.js";
import { code, plain } from "../../../markdown-text.js";
import { ageLines } from "../facts/age.js";
import { replyRows, requestRows } from "../facts/call-rows.js";
import { isSelfServed } from "../facts/endpoint.js";
import { linkedCounts } from "../facts/linked-counts.js";
import { inForm } from "../facts/print.js";
import { withoutAccount } from "../facts/public-text.js";
import { symptomWords } from "../facts/symptom.js";
import { markLines, type VendorPage } from "../page.js";
import { bodyLines, callerReason, factList } from "./blocks.js";

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
    ? "the evidence points at no client, SDK or serving engine with a public repository"
    : null;
}

type Subject = { readonly what: string; readonly ask: string };

/** What is asked of a client or of our own adapter, by the rule that named it. */
const asksByRule: { readonly [rule: string]: string } = {
  "read-otherwise": "Read these bytes as the other decoder does, or say why not: they are what arrived.",
  "changed-on-the-way": "Send the request as it is given, or say why it is sent differently.",
  "other-client-fine": "Say what is sent or read differently from the other client, which passes on the same endpoint.",
};

/** What the issue is about: a client that reads or sends otherwise, or an engine that the sender runs. Null: neither. */
function subjectOf(material: Material): Subject | null {
  const { attribution, failing } = material;
  const isSdk = failing.verdict.cell.client === "sdk";
  const ask = asksByRule[attribution.rule] ?? "Say what it makes of these bytes, and why.";
  if (attribution.party === "client")
    return { what: isSdk ? "the official SDK" : "the client [fill in: name, version]", ask };
  if (attribution.party === "adapter") return { what: "llm-parity", ask };
  if (callerReason(material) !== null) return null;
  return misledClients(material) ?? engineOf(failing);
}

/** Clients that take a cut reply for a whole one. */
function misledClients({ clientViews }: Material): Subject | null {
  if (clientViews === null) return null;
  const found = [...clientViews.streams.flatMap(({ findings }) => findings), ...clientViews.findings];
  const named = new Set(found.filter(({ kind }) => kind !== "clients-disagree").flatMap(({ clients }) => clients));
  const names = clientViews.clients
    .filter(({ id }) => named.has(id))
    .map(({ package: name, version }) => code(`${name} ${version}`));
  return names.length === 0
    ? null
    : {
        what: names.join(", "),
        ask: "Tell an ended connection from a finished reply: the reply below is not whole, and the client reports a normal end.",
      };
}

function engineOf({ target }: Material["failing"]): Subject | null {
  if (!isSelfServed(target.provider)) return null;
  return {
    what: "the serving engine [fill in: name, version, launch flags]",
    ask: "Say what the engine generated, and which parser made the reply of it.",
  };
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
        `1. ${subject?.ask ?? "[fill in]"}${foundText(material)}`,
        "2. If it is known, say since which version, and how to work around it.",
      ],
      call: factList([...requestRows(failing, inForm), ...replyRows(failing, inForm)]),
      stepsFirst: [
        `- Offline, without a key: ${code("llm-parity clients wire/failing.har")} gives these bytes to each installed client.`,
        "",
      ],
      observedLast: viewLines(material),
    }),
  ].join("\n");
}

/** What the controls or the bytes show, where they name a client. */
function foundText(material: Material): string {
  const { party, sentence } = material.attribution;
  return party === "client" || party === "adapter" ? ` ${linkedCounts(sentence, material, inForm)}` : "";
}

function viewLines({ clientViews }: Material): readonly string[] {
  return clientViews === null || clientViews.streams.length === 0 ? [] : ["", clientViewsMarkdown(clientViews)];
}
