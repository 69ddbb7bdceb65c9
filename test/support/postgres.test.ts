import { Client } from "pg";
import { describe, expect, test } from "vitest";
import { startPostgres } from "./postgres.js";
import { hasPostgres, postgresTitle } from "./postgres-server.js";

async function ask(url: string, sql: string): Promise<readonly unknown[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

describe.skipIf(!hasPostgres)(postgresTitle("a PostgreSQL server of a test"), () => {
  test("keeps its data when it is stopped as by a crash and started again, and its databases are apart", async () => {
    const server = await startPostgres();
    const [one, two] = [await server.createDatabase(), await server.createDatabase()];
    await ask(one, "create table kept as select 7 as n");
    await server.stop();
    await expect(ask(one, "select 1")).rejects.toThrow(/ENOENT|ECONNREFUSED/);
    await server.start();
    expect(await ask(one, "select n from kept")).toEqual([{ n: 7 }]);
    expect(await ask(two, "select to_regclass('kept') as found")).toEqual([{ found: null }]);
  });
});
