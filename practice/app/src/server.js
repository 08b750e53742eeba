import { createShop } from './app.js';
import { openDatabase } from './database.js';

const port = Number(process.env.PORT ?? 3000);
const db = openDatabase();
const shop = createShop(db);

shop.listen(port, () => console.log(`Acme Shop listens on port ${port}`));

/** Answers what is under way, takes nothing new, and goes. */
function drain() {
  shop.close(async () => {
    await db.close();
    process.exit(0);
  });
  setTimeout(() => process.exit(0), 10_000).unref();
}

process.once('SIGTERM', drain);
process.once('SIGINT', drain);
