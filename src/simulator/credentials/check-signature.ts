import { headerOf, type WireRequest } from "../../wire/exchange.js";
import { amzTime, parseAmzTime } from "./amz-time.js";
import { canonicalRequest, hostOf } from "./canonical-request.js";
import { type Endpoint, parseCredential, scopeFault } from "./check-scope.js";
import { type CredentialFault, incomplete, invalidSignature, invalidToken } from "./credential-fault.js";
import type { AccessKey } from "./known-keys.js";
import { type Authorization, hashedHeader } from "./parse-authorization.js";
import { signatureOf } from "./signature-of.js";
import { isSame, sha256, wireBytes } from "./wire-bytes.js";

/** A signed request, and what decides about its signature. */
export type Signed = {
  readonly request: WireRequest;
  /** The `authorization` header, whole and read. */
  readonly header: string;
  readonly authorization: Extract<Authorization, { kind: "pairs" }>;
  readonly endpoint: Endpoint;
  readonly accessKeys: readonly AccessKey[];
  /** The time of the request's arrival. */
  readonly nowMs: number;
};

/** How old a signature may be, and how far in the future: most services say five minutes (IAM user guide, 2026-11-29). */
const toleranceMs = 5 * 60_000;

/**
 * Verifies a SigV4 signature, by a route of its own; null: it is right. The mistakes are looked for in the order in which AWS's
 * services name them (mhart/dynalite, index.js, as observed on DynamoDB; read 2026-11-29).
 *
 * Stricter than AWS may be in one thing: a session token must be signed where it is sent. AWS's documents leave that to each service.
 */
export function signatureFault(signed: Signed): CredentialFault | null {
  const { request, authorization, header } = signed;
  const parameters = requiredParameters(authorization.parameters);
  const sentTime = headerOf(request.headers, "x-amz-date") ?? headerOf(request.headers, "date");
  if (parameters === null || sentTime === null) {
    return incomplete(missingText(authorization.parameters, sentTime !== null, header));
  }
  const timeMs = parseAmzTime(sentTime);
  if (timeMs === null) {
    return incomplete(
      `Date must be in ISO-8601 'basic format'. Got '${sentTime}'. See http://en.wikipedia.org/wiki/ISO_8601`,
    );
  }
  const names = [...new Set(parameters.SignedHeaders.toLowerCase().split(";"))];
  return (
    timeFault(timeMs, signed.nowMs) ??
    namesFault(names, request) ??
    algorithmFault(authorization.algorithm) ??
    valueFault(signed, { parameters, names, time: amzTime(timeMs) })
  );
}

const required = ["Credential", "Signature", "SignedHeaders"] as const;
type Parameters = { readonly [name in (typeof required)[number]]: string };

/** null: one is missing, or has no value. */
function requiredParameters(given: ReadonlyMap<string, string>): Parameters | null {
  const [Credential, Signature, SignedHeaders] = required.map((name) => given.get(name));
  return Credential && Signature && SignedHeaders ? { Credential, Signature, SignedHeaders } : null;
}

/** westonbrown/Cyber-AutoAgent#29 (ConverseStream, 2025-08-06), with the hash of anthropics/claude-code#45128 (2026-04-08). */
function missingText(given: ReadonlyMap<string, string>, hasTime: boolean, header: string): string {
  const missing = required.filter((name) => !given.get(name));
  return [
    ...missing.map((name) => `Authorization header requires '${name}' parameter.`),
    ...(hasTime ? [] : ["Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header."]),
    `(Hashed with SHA-256 and encoded with Base64) Authorization=${hashedHeader(header)}`,
  ].join(" ");
}

/** The words of a recording of Bedrock of 2025-02-10 (open-telemetry/opentelemetry-js-contrib), and s12v/awsbeats#48 (2018-10-17). */
function timeFault(timeMs: number, nowMs: number): CredentialFault | null {
  const [sent, now] = [amzTime(timeMs), amzTime(nowMs)];
  if (timeMs < nowMs - toleranceMs) {
    return invalidSignature(
      `Signature expired: ${sent} is now earlier than ${amzTime(nowMs - toleranceMs)} (${now} - 5 min.)`,
    );
  }
  if (timeMs > nowMs + toleranceMs) {
    return invalidSignature(
      `Signature not yet current: ${sent} is still later than ${amzTime(nowMs + toleranceMs)} (${now} + 5 min.)`,
    );
  }
  return null;
}

/** The host must be signed (aws/aws-sdk-php#2469). HTTP/2 clients such as the AWS SDK for JavaScript sign `:authority`. */
function namesFault(names: readonly string[], { headers }: WireRequest): CredentialFault | null {
  if (!names.includes("host") && !names.includes(":authority")) {
    return invalidSignature("'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.");
  }
  if (headerOf(headers, tokenHeader) === null || names.includes(tokenHeader)) return null;
  return invalidSignature("'X-Amz-Security-Token' must be a 'SignedHeader' in the AWS Authorization.");
}

const tokenHeader = "x-amz-security-token";

function algorithmFault(algorithm: string): CredentialFault | null {
  if (algorithm === "AWS4-HMAC-SHA256") return null;
  return incomplete(`Unsupported AWS 'algorithm': '${algorithm}' (only AWS4-HMAC-SHA256 for now). `);
}

type Read = { readonly parameters: Parameters; readonly names: readonly string[]; readonly time: string };

function valueFault(signed: Signed, { parameters, names, time }: Read): CredentialFault | null {
  const { request, endpoint, accessKeys } = signed;
  const credential = parseCredential(parameters.Credential);
  if ("refusal" in credential) return credential;
  const scope = scopeFault(credential, { endpoint, host: hostOf(request), time });
  if (scope !== null) return scope;
  const key = accessKeys.find(({ accessKeyId }) => accessKeyId === credential.accessKeyId);
  if (key === undefined) return invalidToken;
  const canonical = wireBytes(canonicalRequest(request, names));
  const { date, region, service, terminator } = credential;
  const stringToSign = [
    "AWS4-HMAC-SHA256",
    time,
    [date, region, service, terminator].join("/"),
    sha256(canonical),
  ].join("\n");
  if (!isSame(signatureOf(stringToSign, key.secretAccessKey, credential), parameters.Signature)) {
    return invalidSignature(mismatchText(canonical.toString("utf8"), stringToSign));
  }
  return tokenFault(headerOf(request.headers, tokenHeader), key.sessionToken);
}

/** nolabs-ai/nono#1429 (Bedrock, 2026-07-16). Like AWS, it shows every signed header, a session token too. */
function mismatchText(canonical: string, stringToSign: string): string {
  return [
    "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.",
    `The Canonical String for this request should have been\n'${canonical}'`,
    `The String-to-Sign should have been\n'${stringToSign}'\n`,
  ].join("\n\n");
}

function tokenFault(sent: string | null, known: string | null): CredentialFault | null {
  if (sent === null || known === null) return sent === known ? null : invalidToken;
  return isSame(sent, known) ? null : invalidToken;
}
