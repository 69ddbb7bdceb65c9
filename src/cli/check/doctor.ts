import {
  bedrockCredentials,
  describeBedrockCredentials,
  probeAwsCredentials,
  regionFor,
} from "../../adapters/bedrock/aws-credentials.js";
import type { Target } from "../../chat/target.js";
import { type ChoiceOptions, choose, type FileOptions } from "../../library/choose.js";
import { missingCredentials } from "../../library/credentials.js";
import { type ExitCode, exitCodes } from "../../library/exit-code.js";
import { print, sanitise } from "../shell/print.js";

export type DoctorOptions = FileOptions & ChoiceOptions & { readonly json?: true; readonly keysFile?: string };

type Finding = { readonly about: string; readonly says: string; readonly good: boolean };

/**
 * `llm-parity doctor`: prints what --live would use and what is missing; asks no model and prints no secret. Resolves with the code of a live
 * run for want of credentials: 3 where no target could be asked.
 */
export async function doctor(options: DoctorOptions): Promise<ExitCode> {
  const { targets, suite } = await choose(options, "live");
  const bedrock = bedrockCredentials(process.env);
  const missing = await missingCredentials(targets, bedrock, process.env);
  const blocked = [...new Set(missing.flatMap((one) => one.targets.map(({ id }) => id)))];
  const isNothingLeft = blocked.length === targets.length;
  const findings = [...keyFindings(targets), ...(await bedrockFindings(targets)), ...environmentFindings()];
  const texts = missing.map(({ text }) => text);
  if (options.json === true)
    print(JSON.stringify({ schemaVersion: 1, suite: suite.name, findings, missing: texts, blocked }, null, 2));
  else
    print(
      [
        `suite ${suite.name}: ${targets.length} targets`,
        "",
        ...formatFindings(findings),
        ...formatMissing(texts, blocked.length, isNothingLeft),
      ].join("\n"),
    );
  return isNothingLeft ? exitCodes.credentials : exitCodes.fine;
}

function keyFindings(targets: readonly Target[]): readonly Finding[] {
  const providers = new Map(
    targets.filter(({ auth }) => auth !== "bedrock").map((target) => [target.provider, target]),
  );
  return [...providers.values()].map(({ provider, keyVariable, auth, baseUrl }) => {
    const where = baseUrl ?? "its default base URL";
    if (auth === "none" || keyVariable === null)
      return { about: provider, says: `no key is needed; ${where}`, good: true };
    const isSet = Boolean(process.env[keyVariable]);
    return { about: provider, says: `${keyVariable} is ${isSet ? "set" : "not set"}; ${where}`, good: isSet };
  });
}

async function bedrockFindings(targets: readonly Target[]): Promise<readonly Finding[]> {
  const asked = targets.filter(({ auth }) => auth === "bedrock");
  if (asked.length === 0) return [];
  const report = describeBedrockCredentials(process.env);
  const probe = await probeAwsCredentials(bedrockCredentials(process.env));
  const scheme = report.scheme === "bearer" ? "a Bedrock API key (bearer)" : "SigV4";
  const found = probe.found ? "found" : `not found: ${probe.message}`;
  const regions = [...new Set(asked.map(({ region }) => regionFor(region, process.env) ?? "none"))].join(", ");
  return [
    { about: "bedrock", says: `${scheme} from ${report.source}; credentials ${found}`, good: probe.found },
    { about: "bedrock", says: `regions asked: ${regions}`, good: !regions.includes("none") },
    ...regionConflict(),
    ...report.overrides.map((says) => ({ about: "bedrock", says, good: true })),
  ];
}

/** The AWS SDK for JavaScript reads only AWS_REGION, boto3 AWS_DEFAULT_REGION: both may be set. */
function regionConflict(): readonly Finding[] {
  const { AWS_REGION: region, AWS_DEFAULT_REGION: fallback } = process.env;
  if (!region || !fallback || region === fallback) return [];
  const says = `AWS_REGION (${region}) and AWS_DEFAULT_REGION (${fallback}) differ; AWS_REGION is used`;
  return [{ about: "bedrock", says, good: false }];
}

function environmentFindings(): readonly Finding[] {
  const proxies = ["HTTPS_PROXY", "HTTP_PROXY", "NO_PROXY"].filter((name) => process.env[name]);
  const node = { about: "node", says: `Node ${process.versions.node}`, good: true };
  return proxies.length === 0
    ? [node]
    : [node, { about: "network", says: `${proxies.join(", ")} will be used`, good: true }];
}

function formatFindings(findings: readonly Finding[]): readonly string[] {
  return findings.map(({ about, says, good }) => `${good ? "✓" : "✗"} ${about}: ${sanitise(says)}`);
}

function formatMissing(missing: readonly string[], blocked: number, isNothingLeft: boolean): readonly string[] {
  if (missing.length > 0) {
    const rest = isNothingLeft
      ? "Without them, nothing can be asked."
      : `Without them, ${blocked === 1 ? "1 target is" : `${blocked} targets are`} blocked; the others are asked.`;
    return ["", "Missing:", ...missing.map((line) => `  ${sanitise(line)}`), rest];
  }
  return ["", "Nothing is missing. `llm-parity run --live --plan` shows what would be asked and what it may cost."];
}
