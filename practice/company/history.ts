export interface HistoricCommit {
  readonly message: string;
  readonly author: string;
  /** ISO 8601. */
  readonly at: string;
  /** Of the app as it is today: the history adds files and never changes one. */
  readonly paths: readonly string[];
}

/** How the shop came about. */
export const history: readonly HistoricCommit[] = [
  {
    message: "Start the shop",
    author: "Ines Almeida",
    at: "2025-01-14T09:12:00Z",
    paths: ["README.md", "package.json", "package-lock.json", ".gitignore", "scripts", "src/html.js", "src/format.js"],
  },
  {
    message: "Catalogue: departments, shelves and products",
    author: "Ines Almeida",
    at: "2025-01-29T15:40:00Z",
    paths: [
      "migrations/1736935200000_create-catalogue.sql",
      "src/database.js",
      "src/queries/products.js",
      "src/pages/catalogue.js",
      "src/pages/product.js",
      "src/pages/parts.js",
      "src/pages/layout.js",
      "src/pages/errors.js",
      "public",
    ],
  },
  {
    message: "Draw every product instead of photographing it",
    author: "Theo Brandt",
    at: "2025-02-11T10:05:00Z",
    paths: ["src/illustration", "test/illustration.test.js"],
  },
  {
    message: "Customers, orders and the order desk",
    author: "Ines Almeida",
    at: "2025-04-02T13:20:00Z",
    paths: [
      "migrations/1738144800000_create-customers.sql",
      "migrations/1741600800000_create-orders.sql",
      "src/queries/orders.js",
      "src/queries/customers.js",
      "src/pages/orders.js",
      "src/pages/order.js",
      "src/pages/account.js",
      "src/app.js",
      "src/server.js",
    ],
  },
  {
    message: "Reviews by people who bought the thing",
    author: "Theo Brandt",
    at: "2025-05-13T08:48:00Z",
    paths: ["migrations/1747044000000_create-reviews.sql"],
  },
  {
    message: "Know who packs an order and who looks after a customer",
    author: "Priya Kumar",
    at: "2026-06-11T11:30:00Z",
    paths: [
      "migrations/1755079200000_create-staff.sql",
      "migrations/1764583200000_add-order-handling.sql",
      "migrations/1781172000000_add-customer-advisor.sql",
    ],
  },
  {
    message: "Test the pages and what must hold in the data",
    author: "Priya Kumar",
    at: "2026-07-02T14:15:00Z",
    paths: ["test"],
  },
  {
    message: "Ship with Slipway",
    author: "Ines Almeida",
    at: "2026-11-16T09:00:00Z",
    paths: ["Dockerfile", ".dockerignore", "slipway.json"],
  },
];
