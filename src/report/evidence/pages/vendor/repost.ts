import type { Material } from "../../../../verdict/evidence/material.js";
import { code, plain } from "../../../markdown-text.js";
import { ageLines } from "../facts/age.js";
import { withoutAccount } from "../facts/public-text.js";
import { symptomWords } from "../facts/symptom.js";
import { markLines, type VendorPage } from "../page.js";
import { askLines } from "./asks.js";
import { bedrockReason } from "./aws-case.js";
import { bodyLines, callList } from "./blocks.js";

/**
 * A question on re:Post, which everybody reads: no account id, and no ARN with one. The request id stays: AWS finds a call by it, and it
 * says nothing about the account to others.
 */
export const repost: VendorPage = {
  name: "repost.md",
  reader: "AWS re:Post, in public: without account id",
  absent: bedrockReason,
  text: (material) => withoutAccount(repostText(material), material.facts),
};

function repostText(material: Material): string {
  const { failing } = material;
  return [
    ...markLines(material),
    `# ${code(failing.target.providerModelId)} on Amazon Bedrock: ${symptomWords(failing.verdict)}, “${plain(failing.scenario.title)}”`,
    "",
    "Tags: Amazon Bedrock",
    "",
    ...ageLines(material),
    ...bodyLines(material, {
      asks: askLines(material, ["Does anyone see the same, or the opposite, in another account or Region?"]),
      call: callList(failing),
    }),
  ].join("\n");
}
