import { describe, expect, it } from "vitest";
import { gapsOf } from "../../agent/config/draft-gaps.ts";
import { detectApp } from "../../agent/detect/detect-app.ts";
import { detectMigrations } from "../../agent/migrations/detect-migrations.ts";
import { writeTree } from "../support/write-tree.ts";

async function detect(files: Readonly<Record<string, string>>, config = "slipway.json") {
  await using tree = await writeTree(files);
  const app = await detectApp(tree.directory, { config });
  const migrations = await detectMigrations(tree.directory, {}, app);
  return { app, gaps: gapsOf(app, migrations) };
}

const packageJson = JSON.stringify({
  scripts: { test: "vitest run", lint: "next lint" },
  dependencies: { next: "15", prisma: "6" },
  devDependencies: { vitest: "3" },
});
const prisma = { "prisma/migrations/1_one/migration.sql": "", "prisma/migrations/migration_lock.toml": "" };
const placed = ({ app }: Awaited<ReturnType<typeof detect>>) =>
  app.checks.map(({ run, target, missing }) => [run, target, missing]);

describe("Next's Dockerfile", () => {
  const dockerfile = (builder: string) => `
    FROM node:24 AS base
    FROM base AS deps
    WORKDIR /app
    COPY package.json package-lock.json ./
    RUN npm ci
    FROM base AS builder
    WORKDIR /app
    ${builder}
    RUN npm run build
    FROM base AS runner
    WORKDIR /app
    COPY --from=builder /app/public ./public
    COPY --from=builder /app/.next/standalone ./
    CMD ["node", "server.js"]`;
  const files = { "package.json": packageJson, ...prisma };

  it("has its checks run in the builder, which copies the dependencies of another stage", async () => {
    const copying = dockerfile("COPY --from=deps /app/node_modules ./node_modules\nCOPY . .");
    const found = await detect({ Dockerfile: copying, ...files });
    expect(placed(found)).toEqual([
      ["npm test", "builder", undefined],
      ["npm run lint", "builder", undefined],
    ]);
  });

  it("may copy them with all of the other stage, but nothing less", async () => {
    const whole = await detect({ Dockerfile: dockerfile("COPY --from=deps /app ./\nCOPY . ."), ...files });
    expect(placed(whole)[0]).toEqual(["npm test", "builder", undefined]);
    const part = await detect({ Dockerfile: dockerfile("COPY --from=deps /app/fonts ./fonts\nCOPY . ."), ...files });
    expect(placed(part)[0]).toEqual(["npm test", undefined, "vitest"]);
  });

  it("lacks in its image the dependencies that are no development's too", async () => {
    const found = await detect({ Dockerfile: dockerfile("COPY . ."), ...files });
    expect(placed(found)).toEqual([
      ["npm test", undefined, "vitest"],
      ["npm run lint", undefined, "next"],
    ]);
    expect(found.gaps.migrations.join()).toContain("has no prisma:");
  });

  it("lacks the tools of packages beside the app's", async () => {
    const beside = Object.fromEntries(Object.entries(prisma).map(([path, text]) => [`packages/db/${path}`, text]));
    const app = { "apps/web/package.json": "{}", "apps/web/Dockerfile": dockerfile("COPY . .") };
    const found = await detect({ ...app, ...beside }, "apps/web/slipway.json");
    expect(found.gaps.migrations.join()).toContain("has no prisma:");
  });
});

describe("Turborepo's Dockerfile", () => {
  const dockerfile = `
    FROM node:24 AS base
    FROM base AS builder
    WORKDIR /app
    COPY . .
    RUN npx turbo@2 prune web --docker
    FROM base AS installer
    WORKDIR /app
    COPY --from=builder /app/out/json/ .
    RUN npm ci
    COPY --from=builder /app/out/full/ .
    RUN npx turbo run build
    FROM base AS runner
    WORKDIR /app
    COPY --from=installer --chown=node /app/apps/web/.next/standalone ./
    CMD node apps/web/server.js`;
  const files = { "package.json": "{}", "apps/web/package.json": packageJson };

  it("is built from the root, and its checks run in the installer", async () => {
    const found = await detect({ ...files, "apps/web/Dockerfile": dockerfile }, "apps/web/slipway.json");
    expect(found.app.place).toMatchObject({ context: ".", dockerfile: "apps/web/Dockerfile" });
    expect(placed(found)).toEqual([
      ["cd 'apps/web' && npm test", "installer", undefined],
      ["cd 'apps/web' && npm run lint", "installer", undefined],
    ]);
  });
});

it("may have a folder's name in its image without being built from the root", async () => {
  const files = { "web/package.json": "{}", "web/Dockerfile": "FROM node\nWORKDIR /srv/web\nCOPY . ." };
  expect((await detect(files, "web/slipway.json")).app.place.context).toBe("web");
});

it.each([
  ["RUN turbo prune web --docker", "."],
  ["RUN pnpm --filter web deploy /out", "."],
  ["RUN pnpm install && pnpm build", "apps/web"],
  ["FROM node\nCOPY --from=0 /app/apps/web/dist ./", "."],
  ["WORKDIR /app/apps/web", "."],
  ['CMD ["node", "apps/web/server.js"]', "."],
  ["ENV DIST=/app/apps/web", "."],
  ["COPY . /srv/web", "apps/web"],
  ["RUN cp -r /myapps/web /apps/website", "apps/web"],
])("a Dockerfile beside its app that says %j is built from %s", async (line, context) => {
  const dockerfile = `FROM node\nCOPY . .\n${line}`;
  const { app } = await detect(
    { "apps/web/package.json": "{}", "apps/web/Dockerfile": dockerfile },
    "apps/web/slipway.json",
  );
  expect(app.place.context).toBe(context);
});
