import { createServer } from 'node:http';
import { readFileSync } from 'node:fs';
import { accountPage } from './pages/account.js';
import { cataloguePage } from './pages/catalogue.js';
import { errorPage, missingPage } from './pages/errors.js';
import { orderPage } from './pages/order.js';
import { ordersPage } from './pages/orders.js';
import { productPage } from './pages/product.js';

const style = readFileSync(new URL('../public/style.css', import.meta.url));

const pages = [
  [/^\/$/, cataloguePage],
  [/^\/products\/(\d{1,18})$/, productPage],
  [/^\/orders$/, ordersPage],
  [/^\/orders\/(\d{1,18})$/, orderPage],
  [/^\/account$/, accountPage],
];

/** The shop as an HTTP server that is not listening yet. */
export function createShop(db) {
  const shop = createServer(async (request, response) => {
    const send = (status, type, body) => {
      if (!shop.listening) response.setHeader('connection', 'close');
      response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' });
      response.end(request.method === 'HEAD' ? undefined : body);
    };
    const url = new URL(request.url, 'http://shop');
    try {
      if (request.method !== 'GET' && request.method !== 'HEAD') return send(405, 'text/plain', 'Method not allowed\n');
      if (url.pathname === '/style.css') return send(200, 'text/css; charset=utf-8', style);
      if (url.pathname === '/healthz') return send(...(await health(db)));
      const { status = 200, markup } = await page(db, url);
      send(status, 'text/html; charset=utf-8', `<!doctype html>${markup}`);
    } catch (error) {
      console.error(`${request.method} ${url.pathname}: ${error.stack}`);
      send(500, 'text/html; charset=utf-8', `<!doctype html>${errorPage()}`);
    }
  });
  return shop;
}

async function page(db, url) {
  for (const [pattern, render] of pages) {
    const match = pattern.exec(url.pathname);
    if (!match) continue;
    const markup = await render(db, { id: match[1], query: url.searchParams });
    if (markup) return { markup };
  }
  return { status: 404, markup: missingPage() };
}

async function health(db) {
  try {
    await db.query('SELECT 1');
    return [200, 'text/plain', 'ok\n'];
  } catch (error) {
    return [503, 'text/plain', `database: ${error.message}\n`];
  }
}
