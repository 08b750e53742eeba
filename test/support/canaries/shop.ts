import type { Connection } from "../../../agent/database/connection.ts";
import type { SlipwayHome } from "../slipway-home.ts";
import { shopConfig } from "../small-shop/shop-files.ts";
import { type SmallShop, smallShop } from "../small-shop/small-shop.ts";
import type { WorkingCopy } from "../small-shop/working-copy.ts";
import { sql } from "../sql.ts";
import type { CanaryCompany } from "./company.ts";

/** A repository whose production holds canaries, read by a role that may only SELECT. */
export interface CanaryShop {
  readonly home: SlipwayHome;
  readonly production: Connection;
  /** Runs a command in the repository, as somebody who knows the role's password. */
  readonly slipway: WorkingCopy["slipway"];
  /** Where the source's server keeps its data. */
  sourceFolder(): Promise<string>;
  close(): Promise<void>;
}

/** Its server does not outlive a mistake in what is to be in it. */
export async function canaryShop(company: CanaryCompany): Promise<CanaryShop> {
  const shop = await smallShop({ SLIPWAY_RUNTIME: "docker" });
  try {
    return await furnish(shop, company);
  } catch (error) {
    await shop.close();
    throw error;
  }
}

async function furnish(shop: SmallShop, company: CanaryCompany): Promise<CanaryShop> {
  await sql(shop.production, "DROP TABLE orders, customers, events");
  await sql(shop.production, company.sql);
  const copy = await shop.change("canaries", {
    "slipway.json": shopConfig((config) => Object.assign(config, { subset: {}, mask: company.mask })),
  });
  // Masks count as the base branch has them.
  await copy.git("push", "--quiet", shop.github.bareRepository, "HEAD:main");
  await copy.git("update-ref", "refs/remotes/origin/main", "HEAD");
  const url = new URL(shop.productionUrl);
  url.username = "reader";
  url.password = company.password;
  const env = { PRODUCTION_DATABASE_URL: url.href };
  return {
    home: shop.home,
    production: shop.production,
    slipway: (args, options = {}) => copy.slipway(args, { ...options, env: { ...env, ...options.env } }),
    async sourceFolder() {
      const rows = await sql<{ data_directory: string }>(shop.production, "CHECKPOINT; SHOW data_directory");
      return rows[0]?.data_directory ?? "";
    },
    close: () => shop.close(),
  };
}
