import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import { afterAll, expect, test } from "vitest";
import { parseConnection } from "../../agent/database/parse-connection.ts";
import { findPassword } from "../../agent/database/password-file.ts";

const folder = mkdtempSync(join(tmpdir(), "slipway-test-connection-"));
afterAll(() => rmSync(folder, { recursive: true }));
const env = { HOME: folder };

test("reads a URL with everything percent-encoded", () => {
  const connection = parseConnection("postgres://us%40er:p%23%2F%25w@db.test:6432/my%20db?sslmode=verify-full", env);
  expect(connection).toMatchObject({
    host: "db.test",
    port: 6432,
    user: "us@er",
    database: "my db",
    ssl: { mode: "verify-full" },
  });
  expect(connection.password?.reveal()).toBe("p#/%w");
  expect(inspect(connection)).not.toContain("p#/%w");
});

test("takes what the URL leaves out from the environment, then from defaults", () => {
  const given = { ...env, PGHOST: "h", PGPORT: "1", PGUSER: "u", PGPASSWORD: "p", PGSSLMODE: "require" };
  const connection = parseConnection("postgresql://", given);
  expect(connection).toMatchObject({ host: "h", port: 1, user: "u", database: "u", ssl: { mode: "require" } });
  expect(connection.password?.reveal()).toBe("p");
  expect(parseConnection("postgres://me@/shop", env)).toMatchObject({
    host: "localhost",
    port: 5432,
    database: "shop",
    ssl: { mode: "prefer" },
  });
  expect(parseConnection("postgres://[::1]/x", env).host).toBe("::1");
  expect(parseConnection("postgres:///x?host=/run/pg&user=a", env)).toMatchObject({ host: "/run/pg", user: "a" });
});

test("follows env: and file:, and .pgpass unless others may read it", () => {
  const file = join(folder, "url");
  writeFileSync(file, "postgres://a:b@c/d\n");
  expect(parseConnection(`file:${file}`, env).database).toBe("d");
  expect(parseConnection("env:URL", { ...env, URL: "postgres://a:b@c/e" }).database).toBe("e");
  writeFileSync(join(folder, ".pgpass"), "h:5432:*:u:se\\:cret\n", { mode: 0o600 });
  expect(parseConnection("postgres://u@h/x", env).password?.reveal()).toBe("se:cret");
  expect(parseConnection("postgres://v@h/x", env).password).toBeUndefined();
});

test("looks a password up as libpq does", () => {
  const key = { host: "h", port: 5432, database: "d", user: "u" };
  expect(findPassword("# comment\nother:5432:d:u:no\n*:*:*:u:yes\n", key)).toBe("yes");
  expect(findPassword("localhost:5432:d:u:socket", { ...key, host: "/run" })).toBe("socket");
  expect(findPassword("h:5432:d:u", key)).toBeUndefined();
});

test.each([
  ["mysql://a@b/c", "postgres://"],
  ["postgres://u:secret#word@h/d", "percent-encoded"],
  ["postgres://u:secret%zz@h/d", "%25"],
  ["postgres://u:secretword@h:0/d", "port"],
  ["postgres://u:secretword@h/d?sslmode=sometimes", "sslmode"],
  ["env:NOT_SET", "NOT_SET is not set"],
  ["file:/nowhere/at/all", "cannot be read"],
])("refuses %s without telling the password", (url, why) => {
  try {
    parseConnection(url, env);
    expect.unreachable();
  } catch (error) {
    expect(error).toMatchObject({ usage: true, code: "connection-invalid", why: expect.stringContaining(why) });
    expect(String(error)).not.toContain("secret");
  }
});
