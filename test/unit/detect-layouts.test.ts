import { describe, expect, it, test } from "vitest";
import { gapsOf } from "../../agent/config/draft-gaps.ts";
import type { PlaceSettings } from "../../agent/detect/app-place.ts";
import { type DetectedApp, detectApp } from "../../agent/detect/detect-app.ts";
import { readDockerfile } from "../../agent/detect/dockerfile.ts";
import { readImage } from "../../agent/detect/image-facts.ts";
import { leadsTo } from "../../agent/detect/leads-to.ts";
import { detectMigrations } from "../../agent/migrations/detect-migrations.ts";
import { writeTree } from "../support/write-tree.ts";

async function detect(files: Readonly<Record<string, string>>, settings?: PlaceSettings) {
  await using tree = await writeTree(files);
  const app = await detectApp(tree.directory, settings);
  return { app, migrations: await detectMigrations(tree.directory, {}, app) };
}

const runs = ({ checks }: DetectedApp) => checks.map(({ name, run }) => [name, run]);
const packageJson = (content: object) => JSON.stringify({ name: "x", ...content });

describe("an app below the root", () => {
  const web = {
    "package.json": packageJson({ workspaces: ["apps/*"] }),
    "package-lock.json": "{}",
    "packages/fares/fares.js": "",
    "apps/web/package.json": packageJson({ scripts: { test: "node --test", migrate: "knex migrate:latest" } }),
    "apps/web/server.js": 'listen(process.env.PORT ?? 8080); route("/healthz"); connect(process.env.DATABASE_URL)',
    "apps/api/server.js": 'listen(process.env.PORT ?? 9999); route("/up"); connect(process.env.DB_URL)',
    "apps/web/db/migrations/20240101_one.sql": "-- migrate:up\n",
    "apps/api/db/migrations/20240101_other.sql": "-- migrate:up\n",
  };
  const config = "apps/web/slipway.json";

  it("is what lies beside its slipway.json, and nothing of another app", async () => {
    const { app, migrations } = await detect(
      { ...web, "apps/web/Dockerfile": "FROM node\nCOPY package.json ./\nCOPY . ." },
      { config },
    );
    expect(app).toMatchObject({ port: 8080, health: "/healthz", database: ["DATABASE_URL"], otherApps: [] });
    expect(app.place).toMatchObject({ folder: "apps/web", context: "apps/web", dockerfile: "Dockerfile" });
    expect(runs(app)).toEqual([["tests", "npm test"]]);
    expect(migrations).toMatchObject({
      directory: "apps/web/db/migrations",
      files: [{ path: "apps/web/db/migrations/20240101_one.sql" }],
      command: "npm run migrate",
    });
  });

  it.each([
    ["starts in its folder", "WORKDIR apps/web", "npm test"],
    ["starts at the root", "", "cd 'apps/web' && npm test"],
  ])("is built from the root where its Dockerfile copies from there; the image %s", async (_, workdir, run) => {
    const dockerfile = `FROM node\nWORKDIR /srv\nCOPY packages packages\nCOPY apps/web apps/web\n${workdir}`;
    const { app, migrations } = await detect({ ...web, "apps/web/Dockerfile": dockerfile }, { config });
    expect(app.place).toMatchObject({ folder: "apps/web", context: ".", dockerfile: "apps/web/Dockerfile" });
    expect(runs(app)).toEqual([["tests", run]]);
    expect(migrations?.command).toBe(run.replace("test", "run migrate"));
  });

  it("may share its schema with others, but takes none of another app's", async () => {
    const none = { ...web, "apps/web/db/migrations/20240101_one.sql": "", "apps/web/Dockerfile": "FROM node" };
    const apart = Object.fromEntries(Object.entries(none).filter(([path]) => !path.startsWith("apps/web/db/")));
    expect((await detect(apart, { config })).migrations).toBeUndefined();
    const shared = {
      ...apart,
      "packages/database/prisma/migrations/1_one/migration.sql": "",
      "packages/database/prisma/migrations/migration_lock.toml": "",
    };
    expect((await detect(shared, { config })).migrations).toMatchObject({
      framework: "prisma",
      directory: "packages/database/prisma/migrations",
    });
  });

  it("is built as the compose file builds it", async () => {
    const compose =
      "services:\n  web:\n    build: { context: ., dockerfile: apps/web/Dockerfile }\n    ports: ['80:7000']";
    const { app } = await detect({ ...web, "apps/web/Dockerfile": "FROM node", "compose.yaml": compose }, { config });
    expect(app).toMatchObject({ port: 7000, place: { context: ".", dockerfile: "apps/web/Dockerfile" } });
  });

  it("is found by the compose file where the root holds none", async () => {
    const { app, migrations } = await detect({
      "compose.yml": "services:\n  api:\n    build: { context: ., dockerfile: backend/Dockerfile }",
      "backend/Dockerfile": 'FROM python:3.14\nWORKDIR /app/backend\nCMD ["fastapi", "run"]',
      "backend/pyproject.toml": "",
      "backend/alembic.ini": "",
      "backend/conftest.py": "",
      "backend/versions/1_one.py": 'revision = "1"\ndown_revision = None',
      "frontend/package.json": packageJson({ scripts: { test: "vitest" } }),
    });
    expect(app.place).toMatchObject({ folder: "backend", context: ".", dockerfile: "backend/Dockerfile" });
    expect([app.port, runs(app)]).toEqual([8000, [["tests", "pytest"]]]);
    expect(migrations).toMatchObject({
      directory: "backend/versions",
      command: "alembic -c alembic.ini upgrade heads",
    });
  });

  it("is pointed to where the root holds none", async () => {
    const { app } = await detect({ ...web, "apps/web/Dockerfile": "FROM node", "apps/api/Dockerfile": "FROM node" });
    expect(app.otherApps).toEqual(["apps/api", "apps/web"]);
  });
});

test("a compose file says port, health, the database's variable and what runs beside", async () => {
  const { app } = await detect({
    "docker-compose.yml": `
services:
  app:
    build: .
    environment: [ "SHOP_DB=postgres://shop:shop@db/shop", "CACHE=redis://cache:6379", "SEARCH=http://search:9200", "QUEUE_HOST=queue", "LOCALE=en" ]
    ports: [ { target: 4100, published: 80 } ]
    healthcheck: { test: [ "CMD", "curl", "-f", "http://localhost:4100/ping" ] }
  db: { image: "postgres:17" }
  cache: { image: "redis:8", command: redis-server --save "" }
  queue: { image: "rabbitmq:4", command: [ "rabbitmq-server" ], environment: { RABBITMQ_DEFAULT_USER: shop } }
  search: { image: "opensearch:3", volumes: [ "data:/data", "./search.yml:/etc/search.yml" ] }
  graphs: { image: "grafana:12" }`,
    Dockerfile: "FROM ruby",
  });
  expect(app).toMatchObject({ port: 4100, health: "/ping", database: ["SHOP_DB"] });
  expect(app.services).toEqual({
    queue: { image: "rabbitmq:4", command: ["rabbitmq-server"], env: { RABBITMQ_DEFAULT_USER: "shop" } },
  });
  expect(app.beside).toEqual(["cache", "search", "graphs"]);
  expect(app.environment).toEqual({
    values: { LOCALE: "en", QUEUE_HOST: "queue" },
    open: ["CACHE", "SEARCH"],
    unfit: [],
  });
});

test("a compose file may start a finished image of the app, and hand on what the example names", async () => {
  const { app } = await detect({
    "docker-compose.yml": `
services:
  shop:
    image: registry.example.com/shop
    ports: [ "3001:4300" ]
    environment:
      DATABASE_URL: postgres://shop:\${PASSWORD:?not set}@db/shop
      LOCALE: \${LOCALE:-en}
      APP_SECRET: \${APP_SECRET}
      THEME: \${THEME}
  proxy: { image: "traefik:3" }`,
    ".env.example": "APP_SECRET=change-me",
    Dockerfile: "FROM node",
  });
  expect(app).toMatchObject({ port: 4300, database: ["DATABASE_URL"], beside: ["proxy"] });
  expect(app.environment).toEqual({
    values: { APP_SECRET: { env: "APP_SECRET" }, LOCALE: "en" },
    open: ["THEME"],
    unfit: [],
  });
});

test("an example of an .env file says what the app is given, and whose it is", async () => {
  const { app } = await detect({
    ".env.example": `# copy me
DESK_DB="postgresql://desk@localhost/desk"
TEST_DATABASE_URL=postgres://localhost/test
PORT=4200
APP_URL=http://localhost:4200/
CALLBACK=http://localhost:4200/oauth # ours
SEARCH_URL=http://localhost:9200
SESSION_SECRET=change-me
STRIPE_KEY=
LOCALE='en-IE'
NODE_ENV=development
FEATURES=`,
    "app.js": "process.env.DESK_DB",
  });
  expect(app).toMatchObject({ port: 4200, database: ["DESK_DB"] });
  expect(app.environment).toEqual({
    values: {
      // biome-ignore-start lint/suspicious/noTemplateCurlyInString: slipway.json writes the placeholder like this.
      APP_URL: "${preview.url}/",
      CALLBACK: "${preview.url}/oauth",
      // biome-ignore-end lint/suspicious/noTemplateCurlyInString: slipway.json writes the placeholder like this.
      SESSION_SECRET: { env: "SESSION_SECRET" },
      LOCALE: "en-IE",
    },
    open: ["SEARCH_URL", "STRIPE_KEY", "FEATURES"],
    unfit: [],
  });
});

test("a workflow says which checks there are, but for what it prepares", async () => {
  const { app } = await detect({
    "package.json": packageJson({ scripts: { "test:unit": "vitest", lint: "eslint .", typecheck: "tsc" } }),
    ".github/workflows/ci.yml": `
on: { pull_request: {}, push: { branches: [main] } }
jobs:
  all:
    steps:
      - run: npm ci
      - run: |
          npm run lint
          npm run build
      - run: npm run test:unit -- --coverage
      - run: npm test && npm run report
      - run: npm audit --omit=dev
      - run: npm run lint:styles
        working-directory: docs`,
    ".github/workflows/release.yml": "on: release\njobs: { x: { steps: [ { run: npm run test:all } ] } }",
  });
  expect(runs(app)).toEqual([
    ["tests", "npm run test:unit -- --coverage"],
    ["lint", "npm run lint"],
    ["types", "npm run typecheck"],
  ]);
});

describe("a package manager", () => {
  const scripts = { test: "node --test", lint: "biome ci .", "db:migrate": "knex migrate:latest" };
  const dependencies = { knex: "3" };
  const migrations = { "knexfile.js": "", "migrations/1_one.js": "" };

  it.each([
    [{ "pnpm-lock.yaml": "" }, {}, "pnpm"],
    [{ "yarn.lock": "" }, {}, "yarn"],
    [{ "package-lock.json": "" }, { packageManager: "yarn@4.9.1" }, "yarn"],
    [{}, {}, "npm"],
  ])("is known by %o and %o: %s", async (locks, named, manager) => {
    const found = await detect({
      ...migrations,
      ...locks,
      "package.json": packageJson({ scripts, dependencies, ...named }),
    });
    expect(runs(found.app)).toEqual([
      ["tests", `${manager} test`],
      ["lint", `${manager} run lint`],
    ]);
    expect(found.migrations?.command).toBe(`${manager} run db:migrate`);
  });

  it("is npm where the image has no other", async () => {
    const files = { "pnpm-lock.yaml": "", "package.json": packageJson({ scripts }) };
    const copied = "FROM node AS build\nRUN corepack enable && pnpm install\nFROM node\nCOPY --from=build /app .";
    expect(runs((await detect({ ...files, Dockerfile: copied })).app)[0]).toEqual(["tests", "npm test"]);
    const installed = "FROM node AS base\nRUN npm i -g pnpm\nFROM base\nRUN pnpm install";
    expect(runs((await detect({ ...files, Dockerfile: installed })).app)[0]).toEqual(["tests", "pnpm test"]);
  });
});

test.each([
  ["FROM node\nRUN npm ci", false],
  ["FROM node\nRUN npm ci --omit=dev", true],
  ["FROM node\nENV NODE_ENV=production\nRUN npm ci", true],
  ["FROM node\nENV NODE_ENV=production\nRUN npm ci --include=dev", false],
  ["FROM node\nRUN npm ci\nRUN npm prune --omit=dev", true],
  ["FROM node AS deps\nRUN pnpm install --prod\nFROM node\nCOPY --from=deps /app/node_modules node_modules", true],
  [
    "FROM node AS all\nRUN npm ci\nFROM node AS few\nRUN npm ci --omit=dev\nFROM node\nCOPY --from=all /app/dist .\nCOPY --from=few /app/node_modules .",
    true,
  ],
  ["FROM node AS all\nRUN npm ci\nFROM all\nCOPY . .", false],
  ["FROM node AS all\nWORKDIR /app\nRUN npm ci\nFROM node\nCOPY --from=all /app/.next/standalone ./", true],
  [
    "FROM node AS all\nWORKDIR /app\nRUN npm ci\nFROM node\nCOPY --from=all /app/dist dist\nCOPY --from=all /app .",
    false,
  ],
  ["FROM python\nRUN pip install -r requirements.txt", false],
])("an image has what its stages install: %j leaves development out: %s", (text, without) => {
  expect(readImage(readDockerfile(text).stages).withoutDevelopment).toBe(without);
});

test("a check whose tool the image leaves out says so", async () => {
  const { app } = await detect({
    Dockerfile: "FROM node\nRUN npm ci --omit=dev",
    "package.json": packageJson({
      scripts: {
        test: "npm run test:unit",
        "test:unit": "vitest run",
        lint: "node lint.js",
        typecheck: "tsc --noEmit",
      },
      devDependencies: { vitest: "5", typescript: "6" },
    }),
  });
  expect(app.checks.map(({ name, missing }) => [name, missing])).toEqual([
    ["tests", "vitest"],
    ["lint", undefined],
    ["types", "typescript"],
  ]);
});

test.each([
  ["pytest -q", "FROM python\nRUN pip install -r requirements.txt", "pytest"],
  ["pytest -q", "FROM python\nRUN pip install -r requirements.txt -r requirements-dev.txt", undefined],
  ["bin/rubocop", "FROM ruby AS base\nENV BUNDLE_WITHOUT=development:test\nFROM base", "the gems for tests"],
  ["bin/rubocop", "FROM ruby\nENV BUNDLE_WITHOUT=development", undefined],
  ["npm run lint", "FROM docker.io/library/ruby:3.4-slim\nRUN bundle install", "node"],
  ["npm run lint", "FROM ruby:3.4\nRUN apt-get install nodejs", undefined],
  ["npx playwright test", "FROM node\nRUN npm ci", "the browsers of @playwright/test"],
  ["npm run e2e", "FROM node\nRUN npm ci", "the browsers of cypress"],
  ["npx playwright test", "FROM node\nRUN npm ci && npx playwright install --with-deps", undefined],
  ["npx playwright test", "FROM alpine\nRUN apk add nodejs chromium", undefined],
  ["npx playwright test", "FROM mcr.microsoft.com/playwright:v1.50.0", undefined],
  ["npx vitest", "FROM node\nRUN pnpm add vitest\nRUN npm ci --omit=dev", undefined],
])("what %j needs and an image does not have: %j", async (run, dockerfile, missing) => {
  const { app } = await detect({
    Dockerfile: dockerfile,
    "requirements.txt": "django",
    "requirements-dev.txt": "pytest",
    "package.json": packageJson({
      scripts: { lint: "node lint.js", e2e: "cypress run" },
      devDependencies: { vitest: "5" },
    }),
    ".github/workflows/ci.yml": `on: push\njobs: { a: { steps: [ { run: ${run} } ] } }`,
  });
  expect(app.checks.find((check) => check.run === run)).toMatchObject({ run });
  expect(app.checks.find((check) => check.run === run)?.missing).toBe(missing);
});

test("what the image leaves out is run in the stage that has it", async () => {
  const { app } = await detect({
    Dockerfile: `
      FROM node:24 AS base
      WORKDIR /srv/app
      FROM base AS deps
      COPY package.json ./
      RUN npm ci
      FROM deps AS build
      COPY . .
      RUN npm run build
      FROM base
      COPY package.json ./
      RUN npm ci --omit=dev
      COPY --from=build /srv/app/dist dist`,
    "package.json": packageJson({
      scripts: { test: "vitest run", lint: "node lint.js" },
      devDependencies: { vitest: "5" },
    }),
  });
  expect(app.checks.map(({ name, target, missing }) => [name, target, missing])).toEqual([
    ["tests", "build", undefined],
    ["lint", undefined, undefined],
  ]);
});

test.each([
  ["has no name", "FROM node\nRUN npm ci\nCOPY . .\nFROM node\nRUN npm ci --omit=dev"],
  ["has no sources", "FROM node AS deps\nCOPY package.json ./\nRUN npm ci\nFROM node\nRUN npm ci --omit=dev"],
  ["leaves them out too", "FROM node AS build\nRUN npm ci --prod\nCOPY . .\nFROM node\nRUN npm ci --omit=dev"],
])("a stage that %s is none for checks", async (_, dockerfile) => {
  const { app } = await detect({
    Dockerfile: dockerfile,
    "package.json": packageJson({ scripts: { test: "vitest run" }, devDependencies: { vitest: "5" } }),
  });
  expect(app.checks).toMatchObject([{ name: "tests", missing: "vitest" }]);
});

test("a Procfile says what is started, and its release what migrates", async () => {
  const { app, migrations } = await detect({
    Procfile:
      "web: gunicorn shop.wsgi\nworker: celery -A shop worker\nrelease: python manage.py migrate --noinput --traceback\n",
    "manage.py": "",
    "shop/migrations/0001_initial.py": "",
  });
  expect(app.processes).toEqual({ web: "gunicorn shop.wsgi", worker: "celery -A shop worker" });
  expect(migrations?.command).toBe("python manage.py migrate --noinput --traceback");
});

test("Rails is known by its layout", async () => {
  const { app, migrations } = await detect({
    Gemfile: "gem 'rails'",
    "bin/rails": "",
    "config/routes.rb": 'get "up" => "rails/health#show", as: :rails_health_check',
    "config/database.yml": "production:\n  url: <%= ENV['DATABASE_URL'] %>",
    "db/migrate/20240101000000_create_users.rb": "",
    "spec/models/user_spec.rb": "",
    ".github/workflows/ci.yml":
      "on: pull_request\njobs: { a: { steps: [ { run: bin/brakeman --no-pager }, { run: bin/rubocop -f github }, { run: bin/rails db:test:prepare test } ] } }",
  });
  expect(app).toMatchObject({ port: 3000, health: "/up", database: ["DATABASE_URL"] });
  expect(runs(app)).toEqual([
    ["tests", "bundle exec rspec"],
    ["lint", "bin/rubocop -f github"],
    ["security", "bin/brakeman --no-pager"],
  ]);
  expect(migrations).toMatchObject({ framework: "rails", command: "bin/rails db:migrate" });
});

test.each([
  ["bin/rails test", "FROM ruby\nENV RAILS_ENV=production", "RAILS_ENV=test bin/rails test"],
  [
    "bin/rails test:system",
    'FROM ruby AS base\nENV RAILS_ENV="production"\nFROM base',
    "RAILS_ENV=test bin/rails test:system",
  ],
  ["bundle exec rspec", "FROM ruby\nENV RAILS_ENV=production", "RAILS_ENV=test bundle exec rspec"],
  ["mix test --warnings-as-errors", "FROM elixir\nENV MIX_ENV=prod", "MIX_ENV=test mix test --warnings-as-errors"],
  ["RAILS_ENV=ci bin/rails test", "FROM ruby\nENV RAILS_ENV=production", "RAILS_ENV=ci bin/rails test"],
  ["bin/rails test", "FROM ruby\nENV RAILS_ENV=test", "bin/rails test"],
  ["bin/rails test", "FROM ruby", "bin/rails test"],
  ["bin/rubocop", "FROM ruby\nENV RAILS_ENV=production", "bin/rubocop"],
])("%j in an image (%j) is run as %j", async (run, dockerfile, expected) => {
  const { app } = await detect({
    Dockerfile: dockerfile,
    ".github/workflows/ci.yml": `on: push\njobs: { a: { steps: [ { run: ${run} } ] } }`,
  });
  expect(app.checks.map((check) => check.run)).toEqual([expected]);
});

test.each([
  ["FROM eclipse-temurin:21-jre\nCOPY app.jar .", "flyway"],
  ["FROM docker.io/library/maven:3 AS build\nFROM build", "flyway"],
  ["FROM eclipse-temurin:21-jre\nRUN curl https://example.com/flyway.tar.gz | tar xz", undefined],
  ["FROM eclipse-temurin:21-jre\nCOPY --from=flyway/flyway /flyway /flyway", undefined],
  ["FROM flyway/flyway:11", undefined],
  ["FROM registry.example.com/java", undefined],
  ["", undefined],
])("an image (%j) lacks for Flyway's migrations: %s", async (dockerfile, missing) => {
  const { app, migrations } = await detect({ Dockerfile: dockerfile, "db/migration/V1__init.sql": "" });
  expect(migrations).toMatchObject({
    framework: "flyway",
    command: "flyway -locations=filesystem:db/migration migrate",
  });
  const gap = `It runs in the image, which has no ${missing}: it must come with the app's own dependencies, or be installed by the Dockerfile.`;
  expect(gapsOf(app, migrations).migrations).toEqual(missing === undefined ? [] : [gap]);
});

test.each([
  ["DB_HOST DB_NAME DB_USER DB_PASS", { DB_HOST: "host", DB_NAME: "name", DB_USER: "user", DB_PASS: "password" }],
  [
    "PGHOST PGPORT PGUSER PGPASSWORD PGDATABASE POSTGRES_DB",
    { PGHOST: "host", PGPORT: "port", PGUSER: "user", PGPASSWORD: "password", PGDATABASE: "name" },
  ],
  ["POSTGRES_USER POSTGRES_PASSWORD POSTGRES_DB", {}],
  ["DATABASE_URL DB_HOST", {}],
])("a database in parts is given in parts: %s", async (names, parts) => {
  const { app } = await detect({ "settings.py": names });
  const expected = Object.entries(parts).map(([name, part]) => [name, `\${database.${part}}`]);
  expect(app.databaseParts).toEqual(Object.fromEntries(expected));
});

test.each([
  // biome-ignore-start lint/suspicious/noTemplateCurlyInString: slipway.json writes the placeholders like this.
  [
    "postgresql+psycopg://a:b@localhost/c",
    "postgresql+psycopg://${database.user}:${database.password}@${database.host}:${database.port}/${database.name}",
  ],
  [
    "jdbc:postgresql://localhost:5432/c",
    "jdbc:postgresql://${database.host}:${database.port}/${database.name}?user=${database.user}&password=${database.password}",
  ],
  // biome-ignore-end lint/suspicious/noTemplateCurlyInString: slipway.json writes the placeholders like this.
])("a URL of a kind of its own is made of the parts: %s", async (example, value) => {
  const { app } = await detect({ ".env.example": `DB=${example}` });
  expect(app).toMatchObject({ database: [], databaseParts: { DB: value }, environment: { values: {} } });
});

test("Django is known by its layout", async () => {
  const { app, migrations } = await detect({
    "manage.py": "",
    "requirements.txt": "django",
    "shop/settings.py": 'DATABASES = {"default": env.db("DATABASE_URL")}',
    "shop/urls.py": 'path("healthz/", views.health)',
    "orders/migrations/0001_initial.py": "",
  });
  expect(app).toMatchObject({ port: 8000, health: "/healthz/", database: ["DATABASE_URL"] });
  expect(runs(app)).toEqual([["tests", "python manage.py test"]]);
  expect(migrations).toMatchObject({ framework: "django", command: "python manage.py migrate --noinput" });
});

test.each([
  ["redis", true],
  ["redis:6379", true],
  ["kv://user:secret@redis/0", true],
  ["one:9092,redis:9092", true],
  ["redis://cache:6379", false],
  ["redis.example.com", false],
])("%s leads to the host redis: %s", (value, expected) => {
  expect(leadsTo(value, "redis")).toBe(expected);
});
