import { connect as connectHttp2 } from "node:http2";
import { connect as connectTls } from "node:tls";
import { BedrockRuntimeClient, ConverseCommand, ConverseStreamCommand } from "@aws-sdk/client-bedrock-runtime";
import { expect, test } from "vitest";
import { atEnd } from "./support/at-end.js";
import { runProgram, startProgram } from "./support/program.js";
import { workFolder } from "./support/work-folder.js";

const simulatorUrl = /http:\/\/127\.0\.0\.1:\d+/;

async function simulating() {
  const program = await startProgram(["simulate", "--port", "0"], { cwd: workFolder().path });
  return { ...program, url: await program.untilOutput(simulatorUrl) };
}

test("the AWS SDK as it comes, over HTTP/2, is answered by the program", async () => {
  const { url } = await simulating();
  const client = new BedrockRuntimeClient({
    region: "us-east-1",
    endpoint: url,
    credentials: { accessKeyId: "a", secretAccessKey: "b" },
    maxAttempts: 1,
  });
  atEnd(() => client.destroy());
  const input = { modelId: "moonshotai.kimi-k2.5", messages: [{ role: "user" as const, content: [{ text: "hi" }] }] };
  const whole = await client.send(new ConverseCommand(input));
  expect([whole.stopReason, whole.output?.message?.content?.length]).toEqual(["end_turn", 1]);
  const { stream } = await client.send(new ConverseStreamCommand(input));
  const events: string[] = [];
  for await (const event of stream ?? []) events.push(...Object.keys(event));
  expect([events[0], events.at(-2), events.at(-1)]).toEqual(["messageStart", "messageStop", "metadata"]);
});

test("a TLS client is told in the program's log what to do", async () => {
  const { url, untilOutput } = await simulating();
  const socket = connectTls({ port: Number(new URL(url).port), host: "127.0.0.1", rejectUnauthorized: false });
  atEnd(() => socket.destroy());
  const failed = new Promise((resolve) => socket.once("error", resolve));
  expect(await untilOutput(/a client began with TLS.*/)).toContain("use http:// in its URL");
  expect(await failed).toBeInstanceOf(Error);
});

test("a signal ends the program while an HTTP/2 connection is open, with GOAWAY", async () => {
  const { url, child, ended } = await simulating();
  const session = connectHttp2(url);
  atEnd(() => session.destroy());
  session.on("error", () => undefined);
  const farewell = new Promise((resolve) => session.once("goaway", resolve));
  const replied = session.request({ ":path": "/api/v1/models" });
  await new Promise((resolve) => replied.once("response", resolve));
  child.kill("SIGTERM");
  expect([await farewell, (await ended).code]).toEqual([0, 143]);
});

test("--check-credentials has it refuse a wrong key, and accept the keys of its help", async () => {
  const program = await startProgram(["simulate", "--port", "0", "--check-credentials"], { cwd: workFolder().path });
  const url = await program.untilOutput(simulatorUrl);
  expect(await program.untilOutput(/Keys and signatures.*/)).toContain("`llm-parity simulate --help` has the keys");
  const { stdout } = await runProgram(["simulate", "--help"], { cwd: workFolder().path });
  const said = (name: string) => new RegExp(`${name}=(\\S+)`).exec(stdout)?.[1] ?? "";
  const asking = (secretAccessKey: string) => {
    const credentials = { accessKeyId: said("AWS_ACCESS_KEY_ID"), secretAccessKey };
    const client = new BedrockRuntimeClient({ region: "us-east-1", endpoint: url, credentials, maxAttempts: 1 });
    atEnd(() => client.destroy());
    return client.send(new ConverseCommand({ modelId: "m", messages: [{ role: "user", content: [{ text: "hi" }] }] }));
  };
  expect((await asking(said("AWS_SECRET_ACCESS_KEY"))).stopReason).toBe("end_turn");
  await expect(asking("wrong")).rejects.toMatchObject({ name: "InvalidSignatureException" });
  const bearer = await fetch(`${url}/api/v1/chat/completions`, {
    method: "POST",
    headers: { authorization: `Bearer ${said("AWS_BEARER_TOKEN_BEDROCK")}` },
    body: JSON.stringify({ model: "m", messages: [{ role: "user", content: "hi" }] }),
  });
  expect(bearer.status).toBe(200);
});

test("its help says what it speaks, on which port, and what it does not", async () => {
  const { stdout } = await runProgram(["simulate", "--help"], { cwd: workFolder().path });
  expect(stdout).toContain("HTTP/1.1 and HTTP/2 on the same port");
  expect(stdout).toContain("not https://");
});
