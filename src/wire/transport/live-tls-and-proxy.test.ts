import http from "node:http";
import https from "node:https";
import net from "node:net";
import { describe, expect, test } from "vitest";
import { atEnd } from "../../../test/support/at-end.js";
import { listen } from "../../../test/support/listen.js";
import { rawServer, unusedPort } from "../../../test/support/raw-server.js";
import {
  elsewhereIdentity,
  expiredIdentity,
  localhostIdentity,
  type TestIdentity,
} from "../../../test/support/tls-identities.js";
import type { WireResponse } from "../exchange.js";
import { createLiveTransport, type LiveOptions } from "./live.js";

async function started(server: http.Server | https.Server): Promise<number> {
  atEnd(() => {
    server.closeAllConnections();
    server.close();
  });
  return listen(server);
}

const secureServer = (identity: TestIdentity) => started(https.createServer(identity, (_, answer) => answer.end("hi")));

async function get(url: string, options: LiveOptions): Promise<string> {
  const transport = createLiveTransport({ environment: {}, ...options });
  atEnd(transport.close);
  const request = { method: "GET", url, headers: [], body: null };
  return textOf(await transport.exchange(request, new AbortController().signal));
}

async function textOf(response: WireResponse): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const chunk of response.chunks) parts.push(chunk);
  return `${response.status} ${Buffer.concat(parts)}`;
}

describe("TLS", () => {
  test("a certificate of a trusted authority is accepted", async () => {
    const port = await secureServer(localhostIdentity);
    const options = { certificateAuthority: localhostIdentity.cert };
    expect(await get(`https://localhost:${port}/`, options)).toBe("200 hi");
  });

  test.each<[string, TestIdentity, string | null, string]>([
    ["a self-signed certificate", localhostIdentity, null, "DEPTH_ZERO_SELF_SIGNED_CERT"],
    ["an expired certificate", expiredIdentity, expiredIdentity.cert, "CERT_HAS_EXPIRED"],
    ["a certificate for another host", elsewhereIdentity, elsewhereIdentity.cert, "ERR_TLS_CERT_ALTNAME_INVALID"],
  ])("%s is tls, with the code of OpenSSL", async (_title, identity, authority, code) => {
    const port = await secureServer(identity);
    const options = authority === null ? {} : { certificateAuthority: authority };
    await expect(get(`https://localhost:${port}/`, options)).rejects.toMatchObject({ kind: "tls", code });
  });

  test("a plain server behind https is tls", async () => {
    const plain = net.createServer((socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"));
    const port = await listen(plain);
    atEnd(() => plain.close());
    await expect(get(`https://127.0.0.1:${port}/`, {})).rejects.toMatchObject({ kind: "tls" });
  });
});

describe("a proxy named in the environment", () => {
  test("gets a plain request in absolute form", async () => {
    const server = await rawServer(({ socket }) => socket.write("HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nproxy"));
    const options = { environment: { HTTP_PROXY: server.url } };
    expect(await get("http://service.invalid/model/a%3Ab/converse", options)).toBe("200 proxy");
    expect(server.connections[0]?.request).toMatch(
      /^GET http:\/\/service\.invalid\/model\/a%3Ab\/converse HTTP\/1\.1\r\n/,
    );
  });

  test("tunnels TLS, whose certificate is still checked", async () => {
    const port = await secureServer(localhostIdentity);
    const asked: string[] = [];
    const proxy = http.createServer();
    proxy.on("connect", (request, socket) => {
      asked.push(String(request.url));
      const upstream = net.connect(port, "127.0.0.1", () => {
        socket.write("HTTP/1.1 200 Connection Established\r\n\r\n");
        upstream.pipe(socket).pipe(upstream);
      });
      upstream.on("error", () => socket.destroy());
      socket.on("error", () => upstream.destroy());
      atEnd(() => upstream.destroy());
    });
    const environment = { https_proxy: `http://127.0.0.1:${await started(proxy)}` };
    const trusted = { environment, certificateAuthority: localhostIdentity.cert };
    expect(await get("https://localhost/", trusted)).toBe("200 hi");
    expect(asked).toEqual(["localhost:443"]);
    await expect(get("https://localhost/", { environment })).rejects.toMatchObject({ kind: "tls" });
  });

  test("that refuses the tunnel is refused, with its status", async () => {
    const proxy = http.createServer();
    proxy.on("connect", (_, socket) => socket.end("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n"));
    const environment = { HTTPS_PROXY: `http://127.0.0.1:${await started(proxy)}` };
    const error = { kind: "refused", message: expect.stringContaining("407") };
    await expect(get("https://service.invalid/", { environment })).rejects.toMatchObject(error);
  });

  test("that is dead is refused", async () => {
    const environment = { HTTPS_PROXY: `http://127.0.0.1:${await unusedPort()}` };
    await expect(get("https://service.invalid/", { environment })).rejects.toMatchObject({ kind: "refused" });
  });

  test("is not asked for a host in NO_PROXY", async () => {
    const server = await rawServer(({ socket }) => socket.write("HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\ndirect"));
    const environment = { HTTP_PROXY: `http://127.0.0.1:${await unusedPort()}`, NO_PROXY: "127.0.0.1" };
    expect(await get(server.url, { environment })).toBe("200 direct");
  });
});
