import pg from 'pg';

/** A pool on the shop's database. `query(text, values)` answers with the rows. */
export function openDatabase(url = process.env.DATABASE_URL) {
  if (!url) throw new Error('DATABASE_URL is not set');
  const pool = new pg.Pool({ connectionString: url, max: 8, connectionTimeoutMillis: 5000 });
  pool.on('error', (error) => console.error(`database: ${error.message}`));
  return {
    query: async (text, values) => (await pool.query(text, values)).rows,
    close: () => pool.end(),
  };
}
