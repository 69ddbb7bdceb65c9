import { Client } from "pg";

/** Asks a database with a connection of its own: one statement, or several with `;`. */
export async function askDatabase(url: string, sql: string): Promise<readonly unknown[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}
