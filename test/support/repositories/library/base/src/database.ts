/** Where the library's database is, for the app, its tests and its migrations. */
export const place = {
  host: process.env.LIBRARY_DB_HOST ?? "localhost",
  port: Number(process.env.LIBRARY_DB_PORT ?? 5432),
  database: process.env.LIBRARY_DB_NAME ?? "library",
  user: process.env.LIBRARY_DB_USER ?? "library",
  password: process.env.LIBRARY_DB_PASSWORD ?? "",
};
