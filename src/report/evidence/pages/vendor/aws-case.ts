import type { Material } from "../../../../verdict/evidence/material.js";
import { code, plain, sourceLink } from "../../../markdown-text.js";
import { ageLines } from "../facts/age.js";
import { requestIdOf } from "../facts/call-rows.js";
import { serverOfArm, upstreamOf } from "../facts/place.js";
import { symptomWords } from "../facts/symptom.js";
import { markLines, type VendorPage } from "../page.js";
import { askLines } from "./asks.js";
import { bodyLines, callerReason, callList, section } from "./blocks.js";

/**
 * A case for AWS Support. The field names of the form: CreateCase and SeverityLevel of the AWS Support API reference, 2026-11-29. That
 * page set names no service or category code of Bedrock, so they are left to `describe-services`.
 */
export const awsCase: VendorPage = {
  name: "aws-case.md",
  reader: "AWS Support, with the account that made the calls",
  absent: bedrockReason,
  text: caseText,
};

/** Why AWS gets no page; null: Bedrock ran the failing call, through whatever door. */
export function bedrockReason(material: Material): string | null {
  if (serverOfArm(material.failing) !== "bedrock")
    return "Amazon Bedrock did not serve the failing call, as far as the reply says";
  return callerReason(material);
}

const severities =
  "General guidance (`low`), System impaired (`normal`), Production system impaired (`high`), Production system down (`urgent`), Business-critical system down (`critical`)";

function caseText(material: Material): string {
  const { failing, facts } = material;
  return [
    ...markLines(material),
    "# AWS Support case",
    "",
    ...ageLines(material),
    ...section("Fields of the form", [
      `- Account ID: ${facts.account === null ? "[fill in: 12 digits]" : code(facts.account)}`,
      "- Issue type: technical",
      "- Service and category: [pick Bedrock and the nearest category; over the API, the codes of `aws support describe-services`]",
      `- Severity: [pick one: ${severities}; which are offered depends on the support plan]`,
      `- Region: ${failing.target.region === null ? "[fill in]" : code(failing.target.region)}`,
      `- Subject: Bedrock ${code(failing.target.providerModelId)}: ${symptomWords(failing.verdict)}, “${plain(failing.scenario.title)}”`,
      "",
      `Sources: ${sourceLink("https://docs.aws.amazon.com/awssupport/latest/APIReference/API_SeverityLevel.html")}, CreateCase beside it, read 2026-11-29.`,
      "",
      "Everything below is the description.",
    ]),
    ...bodyLines(material, {
      asks: askLines(material, awsAsks(material)),
      call: [...callList(failing), ...otherCalls(material), ...doorLines(material)],
    }),
    ...section("Attachments", attachmentLines),
  ].join("\n");
}

/** The three that say most. Source: AddAttachmentsToSet of the AWS Support API reference, 2026-11-29. */
const attachmentLines: readonly string[] = [
  "- `requests/failing.json`, `wire/failing.reply.bin` and `wire/failing.frames.txt`: a set takes three files of at most 5 MB, and expires an hour after it is made.",
  "- Any other file of the folder on request, such as the scripts in `twins/`; `SHA256SUMS` lists them.",
];

function awsAsks({ failing }: Material): readonly string[] {
  return [
    "Say whether a guardrail of the account or the organisation acted on this call, and in which Region it was served.",
    `Say whether this is known for ${code(failing.target.providerModelId)}, since when, and where we can follow it.`,
  ];
}

/** More calls of the failing cell than the one that is shown. */
const mostListed = 10;

function otherCalls({ calls, failing }: Material): readonly string[] {
  const own = requestIdOf(failing);
  const others = calls.filter(
    ({ role, outcome, requestIds }) => role === "failing" && outcome === "bad" && requestIds.some((id) => id !== own),
  );
  if (others.length === 0) return [];
  const listed = others
    .slice(0, mostListed)
    .map(
      ({ startedAt, requestIds, call }) =>
        `  - ${requestIds.map((id) => code(id, 80)).join(" ")} at ${startedAt === null ? "an unknown time" : code(startedAt)} (call ${call})`,
    );
  const more = others.length - mostListed;
  return [
    "- more calls that failed alike:",
    ...listed,
    ...(more <= 0 ? [] : [`  - and ${more} more in \`calls.jsonl\``]),
  ];
}

/** Through a gateway, the caller holds no request id of AWS. */
function doorLines({ failing }: Material): readonly string[] {
  const { target } = failing;
  if (target.provider !== "openrouter" && upstreamOf(failing) === null) return [];
  return [
    `- The call reached Bedrock through ${code(target.provider)}: the ids above are the gateway's, and the AWS request id and account are not known to us. Ask for the same call made directly (“What was varied”), or ask the gateway for the AWS request id.`,
  ];
}
