import { expect, test } from "vitest";
import { catalog } from "../../../../test/support/repository.js";
import type { Target } from "../../../chat/target.js";
import { parseTypedTarget } from "../../../scenario/typed-target.js";
import { type OwnTargetOptions, ownTarget } from "./own-target.js";

const options: OwnTargetOptions = { catalog, region: null, baseUrl: null, asksSimulator: false };

/** As `case.json` has it: JSON, written by anyone. */
const named = (target: object, members: object = {}): unknown => JSON.parse(JSON.stringify({ ...target, ...members }));

test("every target of our files is its own, in every member", () => {
  expect(catalog.targets.length).toBeGreaterThan(20);
  for (const target of catalog.targets) expect(ownTarget(named(target), options)).toEqual(target);
});

test.each([
  ["bedrock/converse:moonshotai.kimi-k2-thinking@us-west-2", null],
  ["bedrock/invoke-model-stream:us.anthropic.claude-new-v1:0?family=anthropic", null],
  ["bedrock/converse:arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/abc@us-east-1", null],
  ["openrouter:moonshotai/kimi-k2.5:nitro@deepinfra/fp8", null],
  ["openai-chat:my-model", "http://127.0.0.1:8000/v1"],
])("a typed target is made again from its parts: %s", (text, baseUrl) => {
  const target = parseTypedTarget(text, { baseUrl, region: null, catalog });
  expect(ownTarget(named(target), { ...options, baseUrl })).toEqual(target);
});

function known(id: string): Target {
  const target = catalog.targets.find((one) => one.id === id);
  if (target === undefined) throw new Error(`there is no ${id}`);
  return target;
}

const claude = known("claude-3.5-sonnet/bedrock/converse-stream");

test("address, key, signature and extra members are ours, whatever the bundle says of them", () => {
  const hostile = named(claude, {
    signingName: "s3",
    extra: { stream: false },
    capabilities: { tools: false },
    price: { inputPerMillion: 0, outputPerMillion: 0 },
  });
  expect(ownTarget(hostile, options)).toEqual(claude);
});

test("an address that is not ours is refused, and the user's takes its place", () => {
  const moved = named(claude, { baseUrl: "https://evil.example" });
  expect(() => ownTarget(moved, options)).toThrow('was asked at "https://evil.example", and our own files have none');
  expect(ownTarget(moved, { ...options, baseUrl: "https://gateway.example/" })).toEqual({
    ...claude,
    baseUrl: "https://gateway.example",
  });
  expect(ownTarget(moved, { ...options, asksSimulator: true })).toEqual(claude);
  for (const baseUrl of ["ftp://gateway.example", "gateway", "https://user:word@gateway.example"]) {
    expect(() => ownTarget(moved, { ...options, baseUrl })).toThrow("cannot be a base URL");
  }
});

test("a target whose account id was taken out is found again in our files, and only there", () => {
  const text = "bedrock/converse:arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/abc@us-east-1";
  const own = parseTypedTarget(text, { baseUrl: null, region: null, catalog });
  const theirs = JSON.parse(JSON.stringify(own).replaceAll("123456789012", "REDACTED"));
  const files = { ...catalog, targets: [...catalog.targets, own] };
  expect(ownTarget(theirs, { ...options, catalog: files })).toEqual(own);
  expect(() => ownTarget(theirs, options)).toThrow("the account id was taken out");
});

test.each([
  ["region", "eu-west-1"],
  ["region", "evil.example/x"],
  ["providerModelId", "anthropic.claude-opus-4"],
  ["api", "converse"],
  ["api", "../converse"],
])("another %s under an id of ours is refused: %s", (member, value) => {
  expect(() => ownTarget(named(claude, { [member]: value }), options)).toThrow(`has ${member}`);
});

test.each([[null], ["text"], [{}], [{ ...claude, quirks: null }], [{ ...claude, baseUrl: 7 }]])(
  "what is no target is refused: %#",
  (value) => {
    expect(() => ownTarget(value, options)).toThrow("a target is not one");
  },
);

test.each([
  ["region", "us-east-1.evil.example/"],
  ["region", "us-east-1#"],
  ["providerModelId", "x@evil"],
  ["providerModelId", "../../x"],
  ["providerModelId", "x?family=a&key=AWS_SECRET_ACCESS_KEY"],
  ["api", "converse:x"],
  ["provider", "bedrock/converse:x@us-east-1?key=AWS_SECRET_ACCESS_KEY&y"],
])("a typed target with a hostile %s is refused: %s", (member, value) => {
  expect(() => ownTarget(named(claude, { id: "typed", [member]: value }), options)).toThrow();
});
