import { createServer } from "node:http";
import { drizzle } from "drizzle-orm/node-postgres";
import { place } from "./database.ts";
import { loansPage } from "./loans.ts";

const db = drizzle({ connection: place });
const hoursUrl = process.env.HOURS_URL ?? "http://localhost:9000";

createServer(async (_request, response) => {
  try {
    const hours = await fetch(hoursUrl);
    response.setHeader("content-type", "text/html; charset=utf-8");
    response.end(`${await loansPage(db)}<p>${await hours.text()}</p>`);
  } catch (error) {
    console.error(error);
    response.writeHead(500).end("The library is closed.\n");
  }
}).listen(Number(process.env.LISTEN_ON ?? 8000));
