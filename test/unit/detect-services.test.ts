import { expect, it } from "vitest";
import { draftConfig } from "../../agent/config/draft-config.ts";
import { gapsOf } from "../../agent/config/draft-gaps.ts";
import { checkConfig } from "../../agent/config/parse-config.ts";
import { detectApp } from "../../agent/detect/detect-app.ts";
import { writeTree } from "../support/write-tree.ts";

/** What is found in a compose file, and the slipway.json that is written from it. */
async function draft(services: string, example = "") {
  await using tree = await writeTree({
    Dockerfile: "FROM node\nEXPOSE 3000",
    "compose.yaml": `services:\n${services}`,
    ".env.example": example,
  });
  const app = await detectApp(tree.directory);
  const gaps = gapsOf(app, undefined);
  const facts = { app, migrations: undefined, gaps, base: "main", remote: "origin", sourceVariable: "SOURCE" };
  const text = draftConfig(facts);
  return { app, gaps, text, mistakes: checkConfig(text).mistakes };
}

it("gives a service variables whose names have dots", async () => {
  const { app, mistakes } = await draft(`
  app: { build: ., environment: { SEARCH: "http://search:9200" } }
  search: { image: "elasticsearch:9", environment: [ discovery.type=single-node, xpack.security.enabled=false ] }`);
  expect(app.services.search?.env).toEqual({ "discovery.type": "single-node", "xpack.security.enabled": "false" });
  expect(mistakes).toEqual([]);
});

it("leaves a service out whose name no service of slipway.json can have, and says so", async () => {
  const { app, gaps, mistakes } = await draft(`
  app: { build: ., depends_on: [ redis_cache ], environment: { REDIS_URL: "redis://redis_cache:6379" } }
  redis_cache: { image: "redis:8" }`);
  expect(app.services).toEqual({});
  expect(app.environment).toMatchObject({ values: {}, open: ["REDIS_URL"] });
  expect(gaps.app).toContain(
    "The compose file also runs redis_cache: for `services` another name is needed, of lower-case letters, digits and hyphens.",
  );
  expect(mistakes).toEqual([]);
});

it("leaves variables out whose names no variable can have here, and says so", async () => {
  const { app, gaps, mistakes } = await draft(`
  app:
    build: .
    environment: { spring.datasource.url: "postgresql://db/shop", some.flag: "on", QUEUE: "queue" }
  queue: { image: "rabbitmq:4", environment: { "NODE NAME": "one", USER: "shop" } }`);
  expect(app).toMatchObject({ database: [], databaseParts: {}, environment: { values: { QUEUE: "queue" } } });
  expect(gaps.app).toContain(
    "Not in `env`, where names have letters, digits and underscores only: spring.datasource.url, some.flag.",
  );
  expect(app.services.queue?.env).toEqual({ USER: "shop" });
  expect(gaps.services.join()).toMatch(/: queue\.NODE NAME\.$/);
  expect(mistakes).toEqual([]);
});

it("fills in what a service takes from the example of an .env file", async () => {
  const { app, gaps } = await draft(
    `
  app: { build: ., environment: { BROKER_URL: "amqp://shop:\${RABBITMQ_PASSWORD}@queue/", CACHE: "cache" } }
  queue:
    image: rabbitmq:\${RABBITMQ_VERSION:-4}
    environment:
      RABBITMQ_DEFAULT_USER: \${RABBITMQ_USER:-shop}
      RABBITMQ_DEFAULT_PASS: $RABBITMQ_PASSWORD
      RABBITMQ_PASSWORD:
      RABBITMQ_VHOST: ""
  cache: { image: "redis:8", command: "redis-server --requirepass \${REDIS_PASSWORD}" }`,
    "RABBITMQ_PASSWORD=carrot\nREDIS_PASSWORD=beet",
  );
  expect(app.environment.values.BROKER_URL).toBe("amqp://shop:carrot@queue/");
  expect(app.services).toEqual({
    queue: {
      image: "rabbitmq:4",
      env: {
        RABBITMQ_DEFAULT_USER: "shop",
        RABBITMQ_DEFAULT_PASS: "carrot",
        RABBITMQ_PASSWORD: "carrot",
        RABBITMQ_VHOST: "",
      },
    },
    cache: { image: "redis:8", command: ["redis-server", "--requirepass", "beet"] },
  });
  expect(gaps.services).toEqual([]);
});

it("names what a service takes from a variable that nothing is known of, and writes nothing for it", async () => {
  const { app, gaps, text, mistakes } = await draft(`
  app: { build: ., environment: { QUEUE: "queue", CACHE: "cache", STORE: "store" } }
  queue: { image: "rabbitmq:4", environment: { USER: "shop", PASSWORD: "\${NOBODY_KNOWS}" } }
  cache: { image: "redis:8", command: "redis-server --requirepass \${NOBODY_KNOWS}" }
  store: { image: "redis:8", command: [ redis-server, --requirepass, "\${NOBODY_KNOWS}" ] }`);
  expect(app.services).toEqual({ queue: { image: "rabbitmq:4", env: { USER: "shop" } } });
  expect(gaps.services).toEqual([
    "Not in the services' `env` yet, because no value is known or the name is none for a variable: queue.PASSWORD.",
  ]);
  expect(text).toContain(`// ${gaps.services}`);
  expect(app.beside).toEqual(["cache", "store"]);
  expect(mistakes).toEqual([]);
});
