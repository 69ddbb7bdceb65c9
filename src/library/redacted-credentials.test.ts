import { expect, test } from "vitest";
import { catalog } from "../../test/support/repository.js";
import type { Credentials } from "../adapters/adapter.js";
import { redactedCredentials } from "./credentials.js";

const targets = catalog.targets.filter(({ id }) => id === "kimi-k2.5/bedrock/converse");

/** The keys of a role that is renewed: other ones each time. */
function renewed(): Credentials {
  let times = 0;
  const resolve = () => {
    times += 1;
    const of = (name: string) => `${name}-of-renewal-${times}`;
    return Promise.resolve({ accessKeyId: of("id"), secretAccessKey: of("secret"), sessionToken: of("token") });
  };
  return { kind: "aws", resolve };
}

test("what the chain finds is redacted, and what it renews is too, before anyone has it", async () => {
  const credentials = renewed();
  const { redactor, credentialsFor } = await redactedCredentials(() => credentials, targets, {});
  expect(redactor.text("with secret-of-renewal-1")).toBe("with REDACTED");
  expect(redactor.text("with secret-of-renewal-2")).toBe("with secret-of-renewal-2");
  const [target] = targets;
  if (target === undefined) throw new Error("no target");
  const found = credentialsFor(target);
  if (found.kind !== "aws") throw new Error("no AWS credentials");
  const { secretAccessKey, sessionToken } = await found.resolve();
  expect(redactor.text(`${secretAccessKey} ${sessionToken}`)).toBe("REDACTED REDACTED");
  // The first ones may still be in an answer that is under way.
  expect(redactor.text("id-of-renewal-1 and id-of-renewal-2")).toBe("REDACTED and REDACTED");
  expect(redactor.leaks("token-of-renewal-2")).toHaveLength(1);
});

test("a bearer key stays the same object, and short values are not searched for", async () => {
  const bearer: Credentials = { kind: "bearer", token: "sk-short" };
  const { credentialsFor } = await redactedCredentials(() => bearer, targets, {});
  expect(targets.map(credentialsFor)).toEqual([bearer]);
  const short: Credentials = {
    kind: "aws",
    resolve: () => Promise.resolve({ accessKeyId: "AKIA", secretAccessKey: "model" }),
  };
  const { redactor } = await redactedCredentials(() => short, targets, {});
  expect(redactor.text("AKIA model")).toBe("AKIA model");
});
