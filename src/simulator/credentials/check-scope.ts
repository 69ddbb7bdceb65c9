import { type CredentialFault, incomplete, invalidSignature } from "./credential-fault.js";
import type { Scope } from "./signature-of.js";

/** A `Credential` parameter, read. */
export type Credential = Scope & { readonly accessKeyId: string; readonly terminator: string };

/** The five parts of a `Credential` parameter; a fault when there are more or fewer. */
export function parseCredential(text: string): Credential | CredentialFault {
  const [accessKeyId, date, region, service, terminator, ...more] = text.replace(/\/+$/, "").split("/");
  if (
    accessKeyId === undefined ||
    date === undefined ||
    region === undefined ||
    service === undefined ||
    terminator === undefined ||
    more.length > 0
  ) {
    return incomplete(
      `Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '${text}'`,
    );
  }
  return { accessKeyId, date, region, service, terminator };
}

/** Bedrock's two kinds of endpoint: `bedrock-runtime`, and `bedrock-mantle`, which speaks OpenAI's form alone. */
export type Endpoint = "runtime" | "mantle";

type Expected = { readonly endpoint: Endpoint; readonly host: string; readonly time: string };

/**
 * The mistakes in a credential's scope, all in one message; null: there is none. A host of AWS's fixes the region; any other takes
 * every name that has the form of one.
 *
 * Texts: service, maximhq/bifrost#2533 (2026-04-06); region, earendil-works/pi#3487 (2026-04-21); terminator and date as DynamoDB
 * words them (mhart/dynalite, index.js; 2026-11-29).
 */
export function scopeFault(credential: Credential, { endpoint, host, time }: Expected): CredentialFault | null {
  const { region, service, terminator, date } = credential;
  const names = signingNames[endpoint];
  const day = time.slice(0, 8);
  const faults = [
    isRegion(region, host) ? null : "Credential should be scoped to a valid region.",
    names.includes(service) ? null : `Credential should be scoped to correct service: '${names[0]}'.`,
    terminator === "aws4_request"
      ? null
      : `Credential should be scoped with a valid terminator: 'aws4_request', not '${terminator}'.`,
    date === day
      ? null
      : `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${date}' != '${day}', from '${time}'.`,
  ].filter((fault) => fault !== null);
  return faults.length === 0 ? null : invalidSignature(faults.map((fault) => `${fault} `).join(""));
}

/** Mantle takes both names and asks for the first; the runtime refuses Mantle's (BerriAI/litellm#31476, 2026-07-03). */
const signingNames: { readonly [endpoint in Endpoint]: readonly string[] } = {
  runtime: ["bedrock"],
  mantle: ["bedrock-mantle", "bedrock"],
};

/** `bedrock-runtime.us-west-2.amazonaws.com`, `bedrock-mantle.us-west-2.api.aws`, and those of a private endpoint. */
const hostRegion = /(?:^|\.)bedrock-(?:runtime|mantle)(?:-fips)?\.([a-z0-9-]+)\./;

function isRegion(region: string, host: string): boolean {
  const expected = hostRegion.exec(host)?.[1];
  return expected === undefined ? /^[a-z]{2,}(?:-[a-z]+)+-\d+$/.test(region) : region === expected;
}
