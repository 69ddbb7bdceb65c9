import { describe, expect, test } from "vitest";
import { startPostgres } from "./postgres.js";
import { askDatabase } from "./postgres-query.js";
import { hasPostgres, postgresTitle } from "./postgres-server.js";

describe.skipIf(!hasPostgres)(postgresTitle("a PostgreSQL server of a test"), () => {
  test("keeps its data when it is stopped as by a crash and started again, and its databases are apart", async () => {
    const server = await startPostgres();
    const [one, two] = [await server.createDatabase(), await server.createDatabase()];
    await askDatabase(one, "create table kept as select 7 as n");
    await server.stop();
    await expect(askDatabase(one, "select 1")).rejects.toThrow(/ENOENT|ECONNREFUSED/);
    await server.start();
    expect(await askDatabase(one, "select n from kept")).toEqual([{ n: 7 }]);
    expect(await askDatabase(two, "select to_regclass('kept') as found")).toEqual([{ found: null }]);
  });
});
