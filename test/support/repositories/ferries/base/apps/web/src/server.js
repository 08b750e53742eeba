import { createServer } from "node:http";
import postgres from "postgres";
import { bookingsPage } from "./bookings.js";

const sql = postgres(process.env.DATABASE_URL, { max: 5 });
const port = Number(process.env.PORT) || 8080;

createServer(async (request, response) => {
  try {
    if (request.url === "/healthz") {
      await sql`SELECT 1`;
      return response.end("ok\n");
    }
    const page = await bookingsPage(sql);
    response.setHeader("content-type", "text/html; charset=utf-8");
    response.end(page);
  } catch (error) {
    console.error(error);
    response.writeHead(500).end("The ferry is late.\n");
  }
}).listen(port);
