import { createHash, generateKeyPairSync, type KeyObject } from "node:crypto";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { askSuite, startSimulator } from "../src/index.js";
import { type Envelope, readEnvelope, signedBytes } from "../src/library/attest/signature/dsse.js";
import { runCommand } from "./support/command.js";
import { toolSays } from "./support/outside-tools.js";
import { temporaryFolder } from "./support/temporary-folder.js";
import { type WorkFolder, workFolder } from "./support/work-folder.js";

const target = "kimi-k2.5/bedrock/converse";
const [file, signature] = ["statement.json", "statement.dsse.json"];

const pem = (key: KeyObject) => key.export({ format: "pem", type: key.type === "private" ? "pkcs8" : "spki" });
const [mine, other] = [generateKeyPairSync("ed25519"), generateKeyPairSync("ed25519")];
const elliptic = generateKeyPairSync("ec", { namedCurve: "P-256" });
const encrypted = mine.privateKey.export({ format: "pem", type: "pkcs8", cipher: "aes-256-cbc", passphrase: "x" });

let runs: WorkFolder;
let folder: WorkFolder;
const program = (...words: readonly string[]) => runCommand(words, { cwd: folder.path });
const attest = (...words: readonly string[]) =>
  program("attest", target, "--profile", "structured-output", "--demo", "--runs", join(runs.path, "runs"), ...words);
const verify = async (...words: readonly string[]) => {
  const { code, stdout, stderr } = await program("attest", "verify", file, ...words);
  return { code, said: `${stdout}${stderr}` };
};

beforeAll(async () => {
  runs = workFolder();
  const simulator = await startSimulator({ profile: "default" });
  const scenario = ["output-json"];
  await askSuite({
    ...{ suite: "full", target: [target], scenario, trials: 1, runs: join(runs.path, "runs") },
    simulator: simulator.url,
  });
  await simulator.close();
});

beforeEach(() => {
  const keys = { mine, other, elliptic };
  folder = workFolder();
  for (const [name, { privateKey, publicKey }] of Object.entries(keys)) {
    folder.write(`${name}.pem`, pem(privateKey));
    folder.write(`${name}-public.pem`, pem(publicKey));
  }
  folder.write("encrypted.pem", encrypted);
  folder.write("ssh.pem", "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaA==\n-----END OPENSSH PRIVATE KEY-----\n");
});

/** Writes the envelope again after a change. */
function change(edit: (envelope: Envelope) => object): void {
  folder.write(signature, JSON.stringify(edit(JSON.parse(folder.read(signature)))));
}

test("a payload is signed with its type, as the specification's example has it", () => {
  const bytes = signedBytes({ type: "http://example.com/HelloWorld", bytes: Buffer.from("hello world") });
  expect(Buffer.from(bytes).toString()).toBe("DSSEv1 29 http://example.com/HelloWorld 11 hello world");
});

test.skipIf(toolSays("openssl", ["version"]) === null)(
  "OpenSSL finds the signature valid over those bytes, and the payload names the statement's file and hash",
  async () => {
    await attest("--sign", "mine.pem");
    const read = readEnvelope(JSON.parse(folder.read(signature)));
    if (read === null) throw new Error("it is an envelope");
    const at = join(temporaryFolder(), "signed");
    writeFileSync(at, signedBytes(read.payload));
    writeFileSync(`${at}.sig`, Buffer.from(read.envelope.signatures[0]?.sig ?? "", "base64"));
    const key = ["-pubin", "-inkey", join(folder.path, "mine-public.pem"), "-rawin"];
    const said = toolSays("openssl", ["pkeyutl", "-verify", ...key, "-in", at, "-sigfile", `${at}.sig`]);
    expect(said).toContain("Verified Successfully");
    const hash = createHash("sha256").update(folder.read(file)).digest("hex");
    expect(read.envelope.payloadType).toBe("application/vnd.in-toto+json");
    expect(JSON.parse(Buffer.from(read.payload.bytes).toString())).toMatchObject({
      _type: "https://in-toto.io/Statement/v1",
      subject: [{ name: file, digest: { sha256: hash } }],
      predicate: { demo: true, result: "not-shown", profile: "structured-output", targets: [target] },
    });
  },
);

describe("attest verify", () => {
  test("says that a statement is not signed, and refuses it where a key was named", async () => {
    await attest();
    const plain = await verify();
    expect(plain).toEqual({ code: 0, said: expect.stringContaining("– it is not signed") });
    const asked = await verify("--key", "mine-public.pem");
    expect(asked).toEqual({ code: 1, said: expect.stringContaining(`✗ it is not signed: ${signature} is not there`) });
  });

  test("says that a signature was not checked, holds with its key, and fails with another", async () => {
    const { stdout } = await attest("--sign", "mine.pem");
    expect(stdout).toContain(`${file}, ${signature} and statement.md are written`);
    expect(await verify()).toEqual({
      code: 0,
      said: expect.stringContaining("its signature was not checked: use --key"),
    });
    const held = await verify("--key", "mine-public.pem");
    expect(held).toEqual({ code: 0, said: expect.stringMatching(/✓ signed with the key [0-9a-f]{64}/) });
    const wrong = await verify("--key", "other-public.pem");
    expect(wrong).toEqual({ code: 1, said: expect.stringContaining("has no valid signature of the key") });
    const { stdout: json } = await program("attest", "verify", file, "--key", "mine-public.pem", "--json");
    expect(JSON.parse(json)).toMatchObject({ holds: true, signature: { state: "valid" } });
  });

  test("takes a second signature and the other Base64, and members that it does not know", async () => {
    await attest("--sign", "mine.pem");
    change((envelope) => ({
      ...envelope,
      payload: Buffer.from(envelope.payload, "base64").toString("base64url"),
      signatures: [{ sig: "AAAA" }, ...envelope.signatures.map((one) => ({ ...one, extra: 1 }))],
      more: true,
    }));
    expect((await verify("--key", "mine-public.pem")).code).toBe(0);
  });

  const payload = (text: string) => Buffer.from(text).toString("base64");
  test.each<readonly [string, (envelope: Envelope) => object, string]>([
    ["another payload type", (one) => ({ ...one, payloadType: "text/plain" }), 'signs "text/plain", not application'],
    ["no signature", (one) => ({ ...one, signatures: [] }), "has no signature"],
    [
      "a signature that is none",
      (one) => ({ ...one, signatures: [{ sig: "%" }] }),
      "has no valid signature of the key",
    ],
    ["another payload", (one) => ({ ...one, payload: payload("{}") }), "no statement of llm-parity (urn:"],
    ["a payload that is no Base64", (one) => ({ ...one, payload: "%" }), "is no DSSE envelope"],
    ["another form", () => ({ signed: true }), "is no DSSE envelope"],
  ])("fails on an envelope with %s, with and without a key where that shows", async (_, edit, reason) => {
    await attest("--sign", "mine.pem");
    change(edit);
    expect(await verify("--key", "mine-public.pem")).toEqual({ code: 1, said: expect.stringContaining(reason) });
  });

  test("fails on an envelope that says more than its statement", async () => {
    await attest("--sign", "mine.pem");
    change((one) => ({
      ...one,
      payload: payload(Buffer.from(one.payload, "base64").toString().replace("not-shown", "conforms")),
    }));
    expect(await verify()).toEqual({ code: 1, said: expect.stringContaining("has a summary that differs") });
  });

  test("fails on each flipped byte of the signature", async () => {
    await attest("--sign", "mine.pem");
    const { signatures } = JSON.parse(folder.read(signature)) as Envelope;
    const sig = Buffer.from(signatures[0]?.sig ?? "", "base64");
    for (const at of [0, 31, 32, 63]) {
      const bytes = Buffer.from(sig);
      bytes[at] = (bytes[at] ?? 0) ^ 1;
      change((one) => ({ ...one, signatures: [{ sig: bytes.toString("base64") }] }));
      expect((await verify("--key", "mine-public.pem")).code, `byte ${at}`).toBe(1);
    }
  });

  test("fails where the statement was made again, which attest says, too", async () => {
    await attest("--sign", "mine.pem");
    const { stderr } = await attest("--from", "2026-01-01");
    expect(stderr).toContain(`${signature} signs an earlier statement: sign this one with --sign, or remove that file`);
    expect(await verify()).toEqual({ code: 1, said: expect.stringContaining("signs a file with the SHA-256") });
    rmSync(join(folder.path, signature));
    expect((await verify()).code).toBe(0);
  });
});

describe("a key that cannot be used is named, with what to do:", () => {
  test.each([
    ["none.pem", "--sign", "does not exist"],
    ["mine-public.pem", "--sign", "is a public key, and a statement is signed with the private one"],
    ["encrypted.pem", "--sign", "is encrypted, and llm-parity asks for no passphrase"],
    ["elliptic.pem", "--sign", "is a key of the type ec, not ed25519"],
    ["ssh.pem", "--sign", "is no key in PEM form that can be read"],
    ["mine.pem", "--key", "is a private key, and a signature is checked with the public one"],
    ["elliptic-public.pem", "--key", "is a key of the type ec, not ed25519"],
    ["ssh.pem", "--key", "is a private key"],
    ["statement.json", "--key", "is no key in PEM form that can be read"],
  ])("%s for %s", async (key, option, reason) => {
    if (option === "--key") await attest();
    const { code, stdout, stderr } =
      option === "--sign" ? await attest("--sign", key) : await program("attest", "verify", file, "--key", key);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(reason) });
    expect(stderr).toContain(key);
    expect(`${stdout}${stderr}`).not.toContain(readFileSync(join(folder.path, "mine.pem"), "utf8").slice(40, 60));
    if (option === "--sign") expect(Object.keys(folder.contents())).not.toContain(file);
  });
});
