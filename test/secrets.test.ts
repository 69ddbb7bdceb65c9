import { afterEach, describe, expect, test } from "vitest";
import { canaries, expectNoCanary } from "./support/canaries.js";
import { bareEnvironment, runProgram } from "./support/program.js";
import { type Connection, type RawServer, rawServer } from "./support/raw-server.js";
import { workFolder } from "./support/work-folder.js";

const onBedrock = "bedrock/converse:moonshotai.kimi-k2.5";

const servers: RawServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

describe("a live run whose service answers with the very secrets it was sent", () => {
  const echo = ({ socket, request }: Connection): void => {
    const body = JSON.stringify({ error: { code: 401, message: `Who is this? ${request}` }, message: request });
    const head = `HTTP/1.1 401 Unauthorized\r\ncontent-type: application/json\r\nx-amzn-errortype: UnrecognizedClientException\r\n`;
    socket.end(
      `${head}x-request-id: ${canaries.openrouter}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    );
  };

  test.each<[string, string, { readonly [name: string]: string }]>([
    ["OpenRouter's key", "openrouter:openai/gpt-4o", { OPENROUTER_API_KEY: canaries.openrouter }],
    ["a Bedrock key", onBedrock, { AWS_BEARER_TOKEN_BEDROCK: canaries.bedrock }],
    [
      "a key pair and its session",
      onBedrock,
      {
        AWS_ACCESS_KEY_ID: canaries.keyId,
        AWS_SECRET_ACCESS_KEY: canaries.secret,
        AWS_SESSION_TOKEN: canaries.session,
      },
    ],
  ])(
    "shows %s nowhere: not on a screen, not in evidence, fixtures or reports; and ends with 3",
    async (_t, target, env) => {
      for (const client of ["sdk", "http"]) {
        const place = workFolder();
        const server = await listening(echo);
        const args = ["run", "--record", "--fixtures", "recorded", "--target", target, "--base-url", server.url];
        const { code, stdout, stderr } = await runProgram([...args, "--scenario", "basic-chat", "--client", client], {
          cwd: place.path,
          env: { ...bareEnvironment(place.path), ...env },
        });
        const written = place.contents();
        place.remove();
        expect(server.connections).toHaveLength(1);
        expect(server.connections[0]?.request).toMatch(/^authorization: .*CANARY/im);
        expect(code).toBe(3);
        expect(Object.keys(written).map((file) => file.split("/")[0])).toEqual(
          expect.arrayContaining(["recorded", "reports", "runs"]),
        );
        expectNoCanary(stdout);
        expectNoCanary(stderr);
        for (const [file, text] of Object.entries(written)) expectNoCanary(text, file);
      }
    },
  );
});

async function listening(answer: Parameters<typeof rawServer>[0]): Promise<RawServer> {
  const server = await rawServer(answer);
  servers.push(server);
  return server;
}
