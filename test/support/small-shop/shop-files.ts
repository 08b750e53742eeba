/** The smallest repository that can be shipped: an app without dependencies, plain SQL migrations, one check. */

const server = `import { createServer } from "node:http";
createServer((request, response) => response.end("The shop is open\\n")).listen(Number(process.env.PORT));
`;

// The image that \`npm run setup\` makes: it holds node and PostgreSQL's programs.
const dockerfile = `FROM slipway.local/base:1
WORKDIR /app
COPY . .
CMD ["node", "server.mjs"]
`;

const config = {
  app: { port: 3000, health: "/healthz", pages: ["/"], processes: { web: "node server.mjs" } },
  source: { url: { env: "PRODUCTION_DATABASE_URL" } },
  subset: { tables: { events: "all" } },
  mask: { "customers.email": "email", "customers.full_name": "fullName" },
  checks: [{ name: "tests", run: "sh test.sh" }],
  target: {
    process: {
      database: { env: "PRODUCTION_DATABASE_URL" },
      env: { DATABASE_URL: { env: "PRODUCTION_DATABASE_URL" } },
      backup: "none",
    },
  },
};

export type ShopConfig = typeof config;

/** slipway.json, with what is to be different. */
export function shopConfig(change: (config: ShopConfig & Record<string, unknown>) => void = () => {}): string {
  const changed = structuredClone(config);
  change(changed);
  return `${JSON.stringify(changed, null, 2)}\n`;
}

/** The commit that the base branch begins with. */
export const shopFiles: Readonly<Record<string, string>> = {
  "server.mjs": server,
  Dockerfile: dockerfile,
  "test.sh": "test -f server.mjs && echo all is well\n",
  "slipway.json": shopConfig(),
};

/** Production: people, what they ordered, and a table that is copied whole: 4 MB that are long enough on the way. */
export const productionSql = `
  CREATE TABLE customers (id int PRIMARY KEY, full_name text NOT NULL, email text NOT NULL UNIQUE);
  CREATE TABLE orders (
    id int PRIMARY KEY,
    customer_id int NOT NULL REFERENCES customers,
    total numeric NOT NULL
  );
  CREATE TABLE events (id int PRIMARY KEY, payload text NOT NULL);
  INSERT INTO customers SELECT n, 'Person ' || n, 'person' || n || '@example.com' FROM generate_series(1, 1000) n;
  INSERT INTO orders SELECT n, 1 + n % 1000, n FROM generate_series(1, 5000) n;
  INSERT INTO events SELECT n, repeat(md5(n::text), 6) FROM generate_series(1, 20000) n;
  ANALYZE;
`;
