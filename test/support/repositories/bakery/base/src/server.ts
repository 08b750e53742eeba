import { createServer } from "node:http";
import pg from "pg";
import { comingOrders, orderLine } from "./orders.ts";
import { settings } from "./settings.ts";

const db = new pg.Pool({ connectionString: settings.databaseUrl });

createServer(async (request, response) => {
  try {
    if (request.url === "/health/ready") {
      await db.query("SELECT 1");
      response.end("ready\n");
      return;
    }
    const items = (await comingOrders(db)).map((order) => `<li>${orderLine(order)}</li>`);
    response.setHeader("content-type", "text/html; charset=utf-8");
    response.end(`<!doctype html><title>Bakery</title><base href="${settings.baseUrl}"><ul>${items.join("")}</ul>`);
  } catch (error) {
    console.error(error);
    response.writeHead(500).end("The oven is cold.\n");
  }
}).listen(settings.port);
