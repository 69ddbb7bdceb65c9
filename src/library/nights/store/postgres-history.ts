import type { PoolClient } from "pg";
import { cellKey } from "../../../verdict/nights/cell-key.js";
import { type CellNight, cellNightOf } from "../../../verdict/nights/cell-night.js";
import { nightFormat } from "../../../verdict/nights/night-format.js";
import type { NightFacts } from "../../../verdict/nights/night-schema.js";
import { byStart, inOrder, type StoredNight } from "../../../verdict/nights/stored-night.js";
import { type Appended, type History, HistoryError } from "../history.js";
import { decodeBaseline } from "./decode-baseline.js";
import { connectDatabase } from "./postgres-connection.js";
import { readLine } from "./read-line.js";
import { readFacts } from "./read-night.js";

/**
 * The history in a PostgreSQL database. `url`: with its password, which is in no message. The tables are made when it is first used, if the
 * user may; after that, rows of the schema `llm_parity` are read and written, and nothing else.
 */
export async function postgresHistory(url: string): Promise<History> {
  const { place, use, change, close } = await connectDatabase(url);
  return {
    ...{ place, close },
    ids: () => use(idsOf),
    facts: (most) =>
      use(async (client) => (await rowsOf(client, { id: null, most })).map((row) => factsOf(row, place))),
    night: (id) => use(async (client) => (await nightsOf(client, place, { id, most: 1 }))[0] ?? null),
    last: (most) => use((client) => nightsOf(client, place, { id: null, most })),
    ofCell: (cell, most) => use((client) => ofCell(client, place, { cell, most })),
    append: (appended) =>
      change(async (client) => {
        await append(client, appended);
        const [night] = await nightsOf(client, place, { id: appended.night, most: 1 });
        if (night === undefined) throw new TypeError("a night that was appended to is there");
        return night;
      }),
    mask: (id, columns) =>
      use(async (client) => {
        const masked = [...columns].sort();
        const { rowCount } = await client.query("update llm_parity.night set masked = $2 where id = $1", [id, masked]);
        if (rowCount === 0) throw new HistoryError(`${place}: has no night ${id}`, null);
      }),
    baseline: () =>
      use(async (client) => {
        const { rows } = await client.query<{ baseline: unknown }>("select baseline from llm_parity.baseline");
        return rows[0] === undefined ? null : decodeBaseline(JSON.stringify(rows[0].baseline), place);
      }),
    pin: (baseline) => use((client) => client.query(pinned, [JSON.stringify(baseline)]).then(() => {})),
  };
}

const pinned = `insert into llm_parity.baseline (only_one, baseline) values (true, $1)
  on conflict (only_one) do update set baseline = excluded.baseline, pinned_at = now()`;

async function idsOf(client: PoolClient): Promise<readonly string[]> {
  const { rows } = await client.query<{ id: string }>("select id::text from llm_parity.night order by id");
  return rows.map(({ id }) => id);
}

/** `id` null: the newest nights. */
type Wanted = { readonly id: string | null; readonly most: number };
type NightRow = { readonly id: string; readonly masked: readonly string[]; readonly runs: readonly unknown[] | null };

const runsOfNight = "(select jsonb_agg(r.facts) from llm_parity.night_run r where r.night = n.id) as runs";

/** Oldest first. */
async function rowsOf(client: PoolClient, { id, most }: Wanted): Promise<readonly NightRow[]> {
  const { rows } = await client.query<NightRow>(
    `select n.id::text, n.masked, ${runsOfNight} from llm_parity.night n
     where ($1::date is null or n.id = $1) order by n.id desc limit $2`,
    [id, Math.min(most, mostRows)],
  );
  return rows.toReversed();
}

/** More nights than there are days. */
const mostRows = 1_000_000_000;

async function nightsOf(client: PoolClient, place: string, wanted: Wanted): Promise<readonly StoredNight[]> {
  const nights: StoredNight[] = [];
  for (const row of await rowsOf(client, wanted)) {
    const { rows: lines } = await client.query<{ line: unknown }>(
      "select line from llm_parity.night_line where night = $1 order by cell",
      [row.id],
    );
    nights.push(nightOf(row, lines, place));
  }
  return nights;
}

function nightOf(row: NightRow, lines: readonly { readonly line: unknown }[], place: string): StoredNight {
  return inOrder({
    ...factsOf(row, place),
    lines: lines.map(({ line }) => readLine(line, `${place}, night ${row.id}`)),
  });
}

/** The runs in the order of their start. */
function factsOf({ id, masked, runs }: NightRow, place: string): NightFacts {
  const facts = readFacts({ formatVersion: nightFormat, id, masked, runs: runs ?? [] }, `${place}, night ${id}`);
  return { ...facts, runs: facts.runs.toSorted(byStart) };
}

async function ofCell(
  client: PoolClient,
  place: string,
  { cell, most }: { readonly cell: string; readonly most: number },
): Promise<readonly CellNight[]> {
  const { rows } = await client.query<NightRow & { readonly lines: readonly unknown[] }>(
    `select n.id::text, n.masked, ${runsOfNight},
       (select jsonb_agg(l.line) from llm_parity.night_line l where l.night = n.id and l.cell = $1) as lines
     from (select * from llm_parity.night order by id desc limit $2) n
     where exists (select from llm_parity.night_line l where l.night = n.id and l.cell = $1)
     order by n.id`,
    [cell, Math.min(most, mostRows)],
  );
  return rows.flatMap(
    (row) =>
      cellNightOf(
        nightOf(
          row,
          row.lines.map((line) => ({ line })),
          place,
        ),
        cell,
      ) ?? [],
  );
}

/** The row of the night is locked until the transaction ends, so that two programs append one after the other. */
async function append(client: PoolClient, { night, run, lines }: Appended): Promise<void> {
  await client.query("insert into llm_parity.night (id) values ($1) on conflict (id) do nothing", [night]);
  await client.query("select 1 from llm_parity.night where id = $1 for update", [night]);
  await client.query(
    `insert into llm_parity.night_run (night, id, facts) values ($1, $2, $3)
     on conflict (night, id) do update set facts = excluded.facts`,
    [night, run.id, JSON.stringify(run)],
  );
  await client.query("delete from llm_parity.night_line where night = $1 and run = $2", [night, run.id]);
  await client.query(
    `insert into llm_parity.night_line (night, run, cell, line)
     select $1, $2, cell, line from unnest($3::text[], $4::jsonb[]) as given (cell, line)`,
    [night, run.id, lines.map(cellKey), lines.map((line) => JSON.stringify({ ...line, run: run.id }))],
  );
}
